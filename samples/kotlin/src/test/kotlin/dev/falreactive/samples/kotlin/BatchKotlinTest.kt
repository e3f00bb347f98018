package dev.falreactive.samples.kotlin

import dev.falreactive.samples.batch.BatchContract
import dev.falreactive.samples.batch.BatchProgram

class BatchKotlinTest : BatchContract {

    override fun program() = BatchProgram(::run)

    override fun mainClass() = "dev.falreactive.samples.kotlin.BatchKotlinKt"
}
