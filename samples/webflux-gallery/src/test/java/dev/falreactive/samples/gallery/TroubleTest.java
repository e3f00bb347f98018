package dev.falreactive.samples.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.FalException;
import dev.falreactive.FalException.Evidence;
import dev.falreactive.FalException.Rejected.Reason;
import dev.falreactive.QueueTicket;
import dev.falreactive.fluxlora.FluxLora;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TroubleTest {

    private static FalException.Rejected rejected(Reason reason, Optional<Duration> wait) {
        return new FalException.Rejected(reason, "says the server", wait, Evidence.none());
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void aRefusedSubmitIsNotBilledAndSaysSo(Reason reason) {
        Trouble trouble = Trouble.ofSubmit(rejected(reason, Optional.empty()));
        assertThat(trouble.title()).isNotBlank();
        assertThat(trouble.text()).endsWith("Nothing was billed.").doesNotContain("null", "Rejected");
        assertThat(trouble.kind()).isNotEqualTo("submit-outcome-unknown").doesNotContain("_");
    }

    @Test
    void howLongToWaitIsSaidInWords() {
        assertThat(Trouble.ofSubmit(rejected(Reason.RATE_LIMITED, Optional.of(Duration.ofMillis(1_200))))
                        .text())
                .contains("in 2 seconds");
        assertThat(Trouble.ofSubmit(rejected(Reason.QUEUE_FULL, Optional.of(Duration.ofSeconds(121))))
                        .text())
                .contains("in 3 minutes");
    }

    @Test
    void whateverIsNotKnownToBeRefusedMayBeBilled() {
        Trouble unknown = Trouble.ofSubmit(new IllegalStateException("a bug"));
        assertThat(unknown.kind()).isEqualTo("submit-outcome-unknown");
        assertThat(unknown.text()).contains("may be billed").doesNotContain("Nothing was billed", "a bug");
        assertThat(Trouble.interrupted().kind()).isEqualTo(unknown.kind());
        Trouble unreachable =
                Trouble.ofSubmit(new FalException.Unreachable("no", Evidence.none(), new IOException("no")));
        assertThat(unreachable.text()).contains("not sent", "Nothing was billed");
    }

    @Test
    void aTicketInDoubtIsNeverSaidToBeRefused() {
        assertThat(Trouble.inDoubt().isDoubt()).isTrue();
        assertThat(Trouble.inDoubt().text()).contains("may be billed", "not sent again");
        assertThat(Trouble.notKnown().isDoubt()).isFalse();
        assertThat(Trouble.notKnown().kind()).isEqualTo(Trouble.interrupted().kind());
        assertThat(Trouble.notKnown().text()).contains("may be billed", "before you try again");
    }

    @Test
    void aRunningJobInTroubleIsSaidToBeSafe() {
        Evidence evidence = Evidence.of(QueueTicket.of(FluxLora.ID, "r1", Instant.EPOCH));
        assertThat(Trouble.ofWatch(new FalException.Unreachable("no", evidence, new IOException()))
                        .text())
                .contains("The job is safe");
        assertThat(Trouble.ofWatch(new IllegalStateException("disk")).kind()).isEqualTo("not-saved");
    }

    @Test
    void anImageThatIsNotSavedSaysWhyAndWhereItIs() {
        FalException gone = new FalException.Rejected(
                Reason.GONE,
                "no",
                Optional.empty(),
                new Evidence(Optional.empty(), Optional.empty(), OptionalInt.of(404), ""));
        FalException large = new FalException.Unreadable("too large", Evidence.none(), null);
        for (FalException reason : List.of(gone, large)) {
            assertThat(Trouble.notKept("http://x/y.png", reason).text())
                    .contains("The job is billed")
                    .contains("http://x/y.png");
            assertThat(Trouble.notKept("data:image/png;base64,AAAA", reason).text())
                    .doesNotContain("data:");
        }
        assertThat(Trouble.notKept("http://x/y.png", gone).text()).contains("HTTP 404");
        assertThat(Trouble.notKept("http://x/y.png", large).text()).contains("larger than");
        Trouble later = Trouble.ofWatch(new ImageShelf.NotFetched("http://x/y.png", gone));
        assertThat(later.title()).contains("could not be fetched yet");
        assertThat(later.text()).contains("HTTP 404", "we keep trying", "http://x/y.png");
    }
}
