package dev.falreactive.reactor;

import dev.falreactive.FalConfig;
import dev.falreactive.Orphan;
import dev.falreactive.RelayProfile;
import dev.falreactive.contract.QueueClientContract;
import dev.falreactive.contract.QueueFace;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

/** The same rules behind a relay without a status path, where the result is asked for in its place. */
class ReactorResultOnlyContractTest implements QueueClientContract {

    @Override
    public Optional<RelayProfile> relay() {
        return Optional.of(RelayProfile.RESULT_ONLY);
    }

    @Override
    public QueueFace open(FalConfig config, Consumer<Orphan> onOrphan) {
        return ReactorFace.open(config, onOrphan);
    }

    @Test
    @Disabled("a result holds no log lines: without a status path there are none")
    @Override
    public void R08_eachLogLineIsDeliveredOnceHoweverSlowTheReader() {}

    @Test
    @Disabled("there is no status to report it, only the stored failure: that case is one of RelayDecodeTest")
    @Override
    public void R09_aFailureThatTheStatusReportsEndsTheWatchNormally() {}
}
