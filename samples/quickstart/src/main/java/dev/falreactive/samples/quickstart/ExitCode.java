package dev.falreactive.samples.quickstart;

import dev.falreactive.Diagnosis;
import dev.falreactive.FalException;

/** What the process says to the shell. */
final class ExitCode {

    static final int DONE = 0;
    static final int LOCAL_FAILURE = 1;
    static final int BAD_USAGE = 2;
    static final int REJECTED = 3;
    static final int JOB_FAILED = 4;
    static final int WAIT_ENDED = 5;
    static final int OUTCOME_UNKNOWN = 6;
    static final int UNREACHABLE = 7;

    private ExitCode() {}

    /** As if a job had been tried; what no call shows, such as a key of the wrong form, would be rejected. */
    static int of(Diagnosis diagnosis) {
        return diagnosis.error().map(ExitCode::of).orElse(diagnosis.isHealthy() ? DONE : REJECTED);
    }

    static int of(Throwable error) {
        if (error instanceof FalException.InvalidInput) {
            return BAD_USAGE;
        } else if (error instanceof FalException.Rejected) {
            return REJECTED;
        } else if (error instanceof FalException.JobFailed) {
            return JOB_FAILED;
        } else if (error instanceof FalException.WatchTimeout) {
            return WAIT_ENDED;
        } else if (error instanceof FalException.SubmitOutcomeUnknown) {
            return OUTCOME_UNKNOWN;
        } else if (error instanceof FalException) {
            return UNREACHABLE;
        }
        return LOCAL_FAILURE;
    }
}
