package dev.falreactive.micrometer;

/** The names of all observations, meters and keys. docs/observability.md explains them; a test compares. */
public final class FalNames {

    /** Observation: one verb, such as a submit or a watch, from its subscription to its end. */
    public static final String VERB = "fal.verb";

    /** Observation: one request and its answer, as a child of its verb. A repeated try is one of its own. */
    public static final String EXCHANGE = "fal.exchange";

    /** Timer: from the submit to when the job was first seen running. */
    public static final String JOB_QUEUE = "fal.job.queue";

    /** Timer: how long the job ran, as the service measured it; else as it was seen to run. */
    public static final String JOB_RUN = "fal.job.run";

    /** Timer: from the submit to when the output, or the end, was here. */
    public static final String JOB_TOTAL = "fal.job.total";

    /** Timer: how much later than the job's end it was noticed, at most. */
    public static final String JOB_DETECTION_LAG = "fal.job.detection.lag";

    /** Gauge: verbs that are watching a job. */
    public static final String WATCHES = "fal.watches";

    /** Gauge: requests under way. */
    public static final String EXCHANGES_IN_FLIGHT = "fal.exchanges.in.flight";

    /** Counter: tries that failed and were repeated. */
    public static final String RETRIES = "fal.retries";

    /** Counter: submits of which nobody knows whether a job runs. */
    public static final String SUBMITS_UNKNOWN = "fal.submits.unknown";

    /** Counter: submits that were answered after their subscriber had gone. */
    public static final String ORPHANS = "fal.orphans";

    /** Key, of few values: the client's name. */
    public static final String CLIENT = "fal.client";

    /** Key, of few values: the endpoint, such as {@code fal-ai/flux-lora}. */
    public static final String ENDPOINT = "fal.endpoint";

    /** Key, of few values: the verb, such as {@code submit_and_await}. */
    public static final String VERB_KEY = "fal.verb";

    /** Key, of few values: which call: {@code submit}, {@code status}, {@code stream}, {@code result} or {@code cancel}. */
    public static final String CALL = "fal.call";

    /** Key, of few values: {@code success}, {@code cancelled}, or the kind of the error. */
    public static final String OUTCOME = "fal.outcome";

    /** Key, of few values: the HTTP status code of an exchange, or {@code none}. */
    public static final String STATUS = "fal.status";

    /** Key, of many values, on observations alone: the job. */
    public static final String REQUEST_ID = "fal.request.id";

    private FalNames() {}
}
