package dev.falreactive.kotlin

import dev.falreactive.FalConfig
import dev.falreactive.Orphan
import dev.falreactive.contract.QueueClientContract
import dev.falreactive.contract.QueueFace
import java.util.function.Consumer

class CoroutineContractTest : QueueClientContract {

    override fun open(config: FalConfig, onOrphan: Consumer<Orphan>): QueueFace =
        CoroutineFace(CoroutineFalClient.create(config) { onOrphan(onOrphan) })
}
