package dev.falreactive.webhook;

import dev.falreactive.Endpoint;
import dev.falreactive.JobFailure;
import dev.falreactive.protocol.WebhookBody;
import java.util.Objects;
import java.util.Optional;

/**
 * What a webhook tells: a job has ended.
 *
 * @param <O> the output's type
 */
public sealed interface WebhookEvent<O> {

    /** {@return the id that the submit brought} */
    String requestId();

    /** {@return the id of the attempt that ended the job: the request id, unless the platform ran the job again} */
    String gatewayRequestId();

    /** {@return which leaf this is, for a {@code switch} on Java 17} */
    Kind kind();

    /**
     * Reads a body that was verified earlier, in another process for example. A server reads what came by
     * {@link WebhookDelivery#read(Endpoint)}, since it verifies first.
     *
     * @param endpoint what the job was submitted to
     * @param body the body
     * @param <O> the output's type
     * @return the event
     * @throws IllegalArgumentException if it is no webhook: no JSON object with an id and the status OK or ERROR
     */
    static <O> WebhookEvent<O> read(Endpoint<?, O> endpoint, byte[] body) {
        return WebhookBody.parse(body)
                .orElseThrow(() -> new IllegalArgumentException("not readable as a webhook"))
                .event(endpoint.output());
    }

    /** The leaves of {@link WebhookEvent}. */
    enum Kind {
        /** {@link Succeeded}. */
        SUCCEEDED,
        /** {@link WithoutOutput}. */
        WITHOUT_OUTPUT,
        /** {@link Failed}. */
        FAILED
    }

    /**
     * The status is OK.
     *
     * @param requestId the id that the submit brought
     * @param gatewayRequestId the id of the attempt
     * @param output the output
     * @param <O> the output's type
     */
    record Succeeded<O>(String requestId, String gatewayRequestId, O output) implements WebhookEvent<O> {

        /** Checks that nothing is null. */
        public Succeeded {
            Objects.requireNonNull(requestId, "requestId");
            Objects.requireNonNull(gatewayRequestId, "gatewayRequestId");
            Objects.requireNonNull(output, "output");
        }

        @Override
        public Kind kind() {
            return Kind.SUCCEEDED;
        }
    }

    /**
     * The status is OK, and the webhook does not bring the output in a form that can be read: read the job's result by its
     * ticket.
     *
     * @param requestId the id that the submit brought
     * @param gatewayRequestId the id of the attempt
     * @param explanation why, for a person; in the server's own words if it said so
     * @param <O> the output's type
     */
    record WithoutOutput<O>(String requestId, String gatewayRequestId, String explanation) implements WebhookEvent<O> {

        /** Checks that nothing is null. */
        public WithoutOutput {
            Objects.requireNonNull(requestId, "requestId");
            Objects.requireNonNull(gatewayRequestId, "gatewayRequestId");
            Objects.requireNonNull(explanation, "explanation");
        }

        @Override
        public Kind kind() {
            return Kind.WITHOUT_OUTPUT;
        }
    }

    /**
     * The status is ERROR.
     *
     * @param requestId the id that the submit brought
     * @param gatewayRequestId the id of the attempt
     * @param failure what the failed job said of itself
     * @param payloadError why the webhook does not bring all that it said; empty in most cases
     * @param <O> the output's type
     */
    record Failed<O>(String requestId, String gatewayRequestId, JobFailure failure, Optional<String> payloadError)
            implements WebhookEvent<O> {

        /** Checks that nothing is null. */
        public Failed {
            Objects.requireNonNull(requestId, "requestId");
            Objects.requireNonNull(gatewayRequestId, "gatewayRequestId");
            Objects.requireNonNull(failure, "failure");
            Objects.requireNonNull(payloadError, "payloadError");
        }

        @Override
        public Kind kind() {
            return Kind.FAILED;
        }
    }
}
