package dev.falreactive.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.falreactive.FalConfig;
import dev.falreactive.FalCredentials;
import dev.falreactive.FalException;
import dev.falreactive.RetryPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;

/** A port where nobody listens. */
final class ClosedPort {

    private ClosedPort() {}

    static void check(ContractHooks hooks) {
        FalConfig config = FalConfig.builder()
                .baseUrl("http://127.0.0.1:" + freePort())
                .credentials(FalCredentials.key("id:secret"))
                .retryPolicy(RetryPolicy.DEFAULT.withPauses(Duration.ofMillis(1), Duration.ofMillis(5)))
                .build();
        try (QueueFace queue = hooks.open(config, orphan -> {
            throw new AssertionError("nothing was sent, so nothing is orphaned: " + orphan);
        })) {
            Throwable error = catchThrowable(() -> Probe.one(queue.submit(Bench.INPUT, Bench.SUBMIT)));
            assertThat(error).isInstanceOf(FalException.Unreachable.class).hasMessageContaining("othing was submitted");
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
