package dev.falreactive.protocol;

/** The field names of the queue's own JSON: the envelope around a model's input and output. */
public final class FieldNames {

    /** A job's state. */
    public static final String STATUS = "status";

    /** A job's id. */
    public static final String REQUEST_ID = "request_id";

    /** Where a job's result is read. */
    public static final String RESPONSE_URL = "response_url";

    /** Where a job's status is read. */
    public static final String STATUS_URL = "status_url";

    /** Where a job is cancelled. */
    public static final String CANCEL_URL = "cancel_url";

    /** How many jobs are before a waiting one. */
    public static final String QUEUE_POSITION = "queue_position";

    /** A job's log lines. */
    public static final String LOGS = "logs";

    /** What was measured of a job. */
    public static final String METRICS = "metrics";

    /** How long the model ran, in seconds; inside {@link #METRICS}. */
    public static final String INFERENCE_TIME = "inference_time";

    /** Why a job failed: text, or with relays an object. */
    public static final String ERROR = "error";

    /** Why a job failed: a word for machines. */
    public static final String ERROR_TYPE = "error_type";

    /** What is wrong: text, or a list of field errors. */
    public static final String DETAIL = "detail";

    /** What is wrong, with relays; the text of a log line. */
    public static final String MESSAGE = "message";

    static final String TIMESTAMP = "timestamp";
    static final String LEVEL = "level";
    static final String SOURCE = "source";
    static final String LABELS = "labels";
    static final String LOC = "loc";
    static final String MSG = "msg";
    static final String TYPE = "type";
    static final String CTX = "ctx";
    static final String SUCCESS = "success";

    static final String GATEWAY_REQUEST_ID = "gateway_request_id";
    static final String PAYLOAD = "payload";

    /** Why a webhook holds no payload. */
    static final String PAYLOAD_ERROR = "payload_error";

    static final String CONTENT_TYPE = "content_type";
    static final String FILE_NAME = "file_name";
    static final String UPLOAD_URL = "upload_url";
    static final String FILE_URL = "file_url";
    static final String PARTS = "parts";
    static final String PART_NUMBER = "partNumber";
    static final String ETAG = "etag";

    private FieldNames() {}
}
