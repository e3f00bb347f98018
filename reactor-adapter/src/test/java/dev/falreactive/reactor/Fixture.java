package dev.falreactive.reactor;

import dev.falreactive.FalConfig;
import dev.falreactive.FalCredentials;
import dev.falreactive.Orphan;
import dev.falreactive.PollPolicy;
import dev.falreactive.QueueTicket;
import dev.falreactive.RetryPolicy;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.fluxlora.FluxLoraResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import reactor.test.scheduler.VirtualTimeScheduler;

/** A client over a scripted transport, in a time of its own. */
final class Fixture {

    static final QueueTicket TICKET = QueueTicket.of(FluxLora.ID, ScriptedTransport.ID, Instant.EPOCH);
    static final FluxLoraRequest INPUT = FluxLoraRequest.builder("a tiger").build();
    static final String SUBMITTED = "{\"status\":\"IN_QUEUE\",\"request_id\":\"" + ScriptedTransport.ID + "\"}";
    static final String QUEUED = "{\"status\":\"IN_QUEUE\",\"queue_position\":2}";
    static final String RUNNING = "{\"status\":\"IN_PROGRESS\"}";
    static final String COMPLETED = "{\"status\":\"COMPLETED\",\"metrics\":{\"inference_time\":1.5}}";
    static final String RESULT = "{\"images\":[],\"seed\":42}";
    static final Duration PAUSE = Duration.ofMillis(700);

    final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    final ScriptedTransport transport = new ScriptedTransport(time);
    final ScriptedKeys keys = new ScriptedKeys();
    final List<Orphan> orphans = new ArrayList<>();
    final ReactorFalClient client;
    final ReactorQueue<FluxLoraRequest, FluxLoraResult> queue;

    Fixture() {
        this(FalConfig.builder());
    }

    Fixture(FalConfig.Builder config) {
        this(config, PollPolicy.constant(PAUSE));
    }

    Fixture(FalConfig.Builder config, PollPolicy policy) {
        // No jitter to speak of: pauses of the retry policy are told apart by their size.
        FalConfig built = config.credentials(FalCredentials.key("id:secret-of-the-fixture"))
                .noBackupBaseUrl()
                .pollPolicy(policy)
                .retryPolicy(RetryPolicy.DEFAULT)
                .build();
        client = new DefaultFalClient(
                built,
                transport,
                new NoFiles(),
                new DefaultWebhooks(built, keys, time),
                time,
                orphans::add,
                new Random(11)::nextDouble);
        queue = client.queue(FluxLora.TEXT_TO_IMAGE);
    }

    void pass(Duration duration) {
        time.advanceTimeBy(duration);
    }
}
