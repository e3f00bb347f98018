package dev.falreactive;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How long the files that a job makes are kept, and who may fetch them. Immutable.
 *
 * @param expiresAfter how long they are kept, whole seconds, 1 or more; empty for ever
 * @param defaultAccess what somebody may do whom no rule names; empty for the account's own setting
 * @param rules what single users may do, by user
 */
public record ObjectLifecycle(
        Optional<Duration> expiresAfter, Optional<Access> defaultAccess, Map<String, Access> rules) {

    /** What somebody may do with a file. */
    public enum Access {
        /** Fetch it. */
        ALLOW,
        /** Be told that it is forbidden. */
        FORBID,
        /** Be told that there is no such file. */
        HIDE
    }

    /**
     * Checks the values.
     *
     * @throws FalException.InvalidInput if the time is less than a second, or there are rules without a default
     */
    public ObjectLifecycle {
        Objects.requireNonNull(expiresAfter, "expiresAfter");
        Objects.requireNonNull(defaultAccess, "defaultAccess");
        rules = Collections.unmodifiableMap(new LinkedHashMap<>(rules));
        if (expiresAfter.filter(time -> time.toSeconds() < 1).isPresent()) {
            throw invalid("/expiresAfter", "minimum", "must be a second or more");
        }
        if (!rules.isEmpty() && defaultAccess.isEmpty()) {
            throw invalid("/defaultAccess", "required", "must be there, since there are rules");
        }
    }

    /**
     * Files that are deleted after some time.
     *
     * @param time how long they are kept, a second or more
     * @return the lifecycle
     */
    public static ObjectLifecycle expiringAfter(Duration time) {
        return new ObjectLifecycle(Optional.of(time), Optional.empty(), Map.of());
    }

    /** {@return files that are kept for ever} */
    public static ObjectLifecycle keptForEver() {
        return new ObjectLifecycle(Optional.empty(), Optional.empty(), Map.of());
    }

    /**
     * This lifecycle with what somebody may do whom no rule names.
     *
     * @param access what they may do
     * @return a new lifecycle
     */
    public ObjectLifecycle withDefaultAccess(Access access) {
        return new ObjectLifecycle(expiresAfter, Optional.of(access), rules);
    }

    /**
     * This lifecycle with what one user may do; only after {@link #withDefaultAccess(Access)}.
     *
     * @param user the user's name on the platform
     * @param access what they may do
     * @return a new lifecycle
     */
    public ObjectLifecycle withRule(String user, Access access) {
        Map<String, Access> all = new LinkedHashMap<>(rules);
        all.put(user, access);
        return new ObjectLifecycle(expiresAfter, defaultAccess, all);
    }

    private static FalException.InvalidInput invalid(String pointer, String keyword, String message) {
        return new FalException.InvalidInput("The object lifecycle", List.of(new Violation(pointer, keyword, message)));
    }
}
