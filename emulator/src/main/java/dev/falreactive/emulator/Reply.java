package dev.falreactive.emulator;

import dev.falreactive.protocol.WireHeaders;
import dev.falreactive.protocol.WireResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the queue has decided to answer. */
sealed interface Reply {

    /** The HTTP status of the answer. */
    int code();

    /** The headers of the answer. */
    WireHeaders headers();

    /** An answer that is there. */
    record Ready(WireResponse response) implements Reply {
        @Override
        public int code() {
            return response.status();
        }

        @Override
        public WireHeaders headers() {
            return response.headers();
        }
    }

    /** An answer whose images have to be drawn, which takes time. */
    record Drawn(int code, WireHeaders headers, Document body, Instant now) implements Reply {

        WireResponse draw(Gallery gallery) {
            try {
                return new WireResponse(code, headers, body.bytes(gallery), now);
            } catch (PictureTooLarge e) {
                return Answers.detail(503, String.valueOf(e.getMessage()), now);
            }
        }
    }

    /**
     * An answer that comes when its run is over.
     *
     * @param after how long that takes; empty for a run that never ends
     */
    record Late(Reply answer, Optional<Duration> after) implements Reply {
        @Override
        public int code() {
            return answer.code();
        }

        @Override
        public WireHeaders headers() {
            return answer.headers();
        }
    }

    /**
     * An answer that tells of an output while it is made.
     *
     * @param events in order
     * @param pace the pause before each; empty for a run that never ends, and tells nothing
     */
    record Partial(WireHeaders headers, List<Document> events, Optional<Duration> pace) implements Reply {
        @Override
        public int code() {
            return 200;
        }
    }

    /** A file that was uploaded, in pieces. */
    record Stored(WireHeaders headers, List<Path> files, long length) implements Reply {
        @Override
        public int code() {
            return 200;
        }
    }

    /** An answer that goes on until the job ends. */
    record Stream(String requestId, boolean logs, WireHeaders headers) implements Reply {
        @Override
        public int code() {
            return 200;
        }
    }
}
