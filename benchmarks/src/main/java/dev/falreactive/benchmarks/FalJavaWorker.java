package dev.falreactive.benchmarks;

import ai.fal.client.ClientConfig;
import ai.fal.client.CredentialsResolver;
import ai.fal.client.FalClient;
import ai.fal.client.queue.QueueStatusOptions;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** fal's own Java client: its status call in a loop of so many threads, since it watches by stream alone. */
final class FalJavaWorker implements Worker {

    private final FalClient client;

    private FalJavaWorker(String base) {
        client = FalClient.withConfig(ClientConfig.builder()
                .withCredentials(CredentialsResolver.fromApiKey("benchmark:secret"))
                .withProxyUrl(base + "/proxy")
                .build());
    }

    public static void main(String[] args) throws IOException {
        Worker.serve(new FalJavaWorker(args[0]));
    }

    @Override
    public void poll(int concurrency, int calls) throws InterruptedException {
        AtomicLong left = new AtomicLong(calls);
        CountDownLatch done = new CountDownLatch(concurrency);
        for (int i = 0; i < concurrency; i++) {
            QueueStatusOptions options =
                    QueueStatusOptions.withRequestId(ScriptedJob.endless(i).id());
            new Thread(() -> {
                        while (left.decrementAndGet() >= 0) {
                            client.queue().status("fal-ai/flux-lora", options);
                        }
                        done.countDown();
                    })
                    .start();
        }
        done.await();
    }

    @Override
    public Lags lag(Load load) {
        throw new UnsupportedOperationException("it keeps five streams open at the most");
    }
}
