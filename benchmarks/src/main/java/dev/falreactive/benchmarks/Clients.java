package dev.falreactive.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The clients that are measured, each as a process of its own. */
enum Clients {
    FAL_REACTIVE("fal-reactive") {
        @Override
        ChildProcess start(String server, Path home) throws IOException {
            return ChildProcess.java(FalReactiveWorker.class, REACTOR_NETTY, server);
        }
    },
    BARE_NETTY("bare Reactor Netty") {
        @Override
        ChildProcess start(String server, Path home) throws IOException {
            return ChildProcess.java(BareNettyWorker.class, REACTOR_NETTY, server);
        }
    },
    FAL_JAVA("fal-java 0.7.1") {
        @Override
        ChildProcess start(String server, Path home) throws IOException {
            return ChildProcess.java(FalJavaWorker.class, JVM, server);
        }
    },
    FAL_JS("fal-js 1.10.1") {
        @Override
        ChildProcess start(String server, Path home) throws IOException {
            return ChildProcess.node(home.resolve("js/worker.mjs"), server);
        }
    };

    private static final String HEAP = "-Xmx256m";

    static final List<String> JVM = List.of(HEAP);

    /** An event loop for each processor: of Reactor Netty's own four, two processors use two, three or four as it happens. */
    static final List<String> REACTOR_NETTY = List.of(
            HEAP, "-Dreactor.netty.ioWorkerCount=" + Runtime.getRuntime().availableProcessors());

    final String title;

    Clients(String title) {
        this.title = title;
    }

    abstract ChildProcess start(String server, Path home) throws IOException;
}
