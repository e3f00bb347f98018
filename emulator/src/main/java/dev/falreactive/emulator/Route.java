package dev.falreactive.emulator;

import dev.falreactive.EndpointId;
import java.util.Optional;
import java.util.OptionalInt;

/** What a request asks for. */
sealed interface Route {

    /** Where a fault strikes it; empty for what no fault strikes. */
    default Optional<Phase> phase() {
        return Optional.empty();
    }

    /** The job that the path names. */
    default Optional<String> namedId() {
        return Optional.empty();
    }

    /** A new job; the id is empty if the path cannot be one. */
    record Submit(Optional<EndpointId> endpoint, String path) implements Route {
        @Override
        public Optional<Phase> phase() {
            return Optional.of(Phase.SUBMIT);
        }
    }

    /** A run without a queue; the id is empty if the path cannot be one. */
    record Direct(Optional<EndpointId> endpoint, String path, boolean streamed) implements Route {
        @Override
        public Optional<Phase> phase() {
            return Optional.of(Phase.DIRECT);
        }
    }

    /** A call about a job. */
    record OfJob(Phase call, EndpointId app, String requestId) implements Route {
        @Override
        public Optional<Phase> phase() {
            return Optional.of(call);
        }

        @Override
        public Optional<String> namedId() {
            return Optional.of(requestId);
        }
    }

    /** A generated image. */
    record Media(String requestId, int index, PictureFormat format) implements Route {
        @Override
        public Optional<Phase> phase() {
            return Optional.of(Phase.MEDIA);
        }

        @Override
        public Optional<String> namedId() {
            return Optional.of(requestId);
        }
    }

    /** A file will come. */
    record InitiateUpload(boolean inParts) implements Route {
        @Override
        public Optional<Phase> phase() {
            return Optional.of(Phase.STORAGE);
        }
    }

    /** All parts of a file have come. */
    record CompleteUpload(String id) implements Route {
        @Override
        public Optional<Phase> phase() {
            return Optional.of(Phase.STORAGE);
        }
    }

    /** A file, or a part of one. */
    record Upload(String id, OptionalInt part) implements Route {
        @Override
        public Optional<Phase> phase() {
            return Optional.of(Phase.UPLOAD);
        }
    }

    /** A file that was uploaded. */
    record StoredFile(String id) implements Route {
        @Override
        public Optional<Phase> phase() {
            return Optional.of(Phase.MEDIA);
        }
    }

    /** The keys that webhooks are signed with. */
    record WebhookKeySet() implements Route {
        @Override
        public Optional<Phase> phase() {
            return Optional.of(Phase.WEBHOOK_KEYS);
        }
    }

    /** What the emulator saw. */
    record LedgerDump() implements Route {}

    /** What became of webhooks. */
    record WebhookDump() implements Route {}

    /** A path that exists, with another method. */
    record WrongMethod() implements Route {}

    /** Nothing. */
    record Nowhere() implements Route {}
}
