package dev.falreactive.contract;

import dev.falreactive.FalConfig;
import dev.falreactive.Orphan;
import dev.falreactive.RelayProfile;
import dev.falreactive.WatchOptions;
import java.util.Optional;
import java.util.function.Consumer;

/** What an adapter gives to the contract. */
public interface ContractHooks {

    /** {@return what the adapter is called at the end of its run} */
    default String name() {
        return getClass().getSimpleName().replace("ContractTest", "");
    }

    /** {@return how the rules watch; where it is by streams, opening one counts as a status call} */
    default WatchOptions watchOptions() {
        return WatchOptions.defaults();
    }

    /** {@return the relay that the emulator plays and the client is told of; empty for fal's own manners} */
    default Optional<RelayProfile> relay() {
        return Optional.empty();
    }

    /**
     * Makes a client of the adapter.
     *
     * @param config its configuration
     * @param onOrphan its orphan handler
     * @return its flux-lora queue
     */
    QueueFace open(FalConfig config, Consumer<Orphan> onOrphan);
}
