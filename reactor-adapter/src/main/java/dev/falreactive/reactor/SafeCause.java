package dev.falreactive.reactor;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A cause to pass on: a library's own message may quote what a server sent, and a server may send the key back. */
final class SafeCause {

    private static final int MAX_CAUSES = 20;

    private SafeCause() {}

    /** The error itself, or, if it or one of its causes quotes the key, one that stands for it with the key blanked. */
    static Throwable of(Throwable error, UnaryOperator<String> redactor) {
        StringBuilder all = new StringBuilder();
        @Nullable Throwable cause = error;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            all.append(cause).append('\n');
            cause = cause.getCause();
        }
        String text = all.toString();
        return redactor.apply(text).equals(text) ? error : new Blanked(redactor.apply(error.toString()), error);
    }

    private static final class Blanked extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Blanked(String message, Throwable original) {
            super(message, null, false, true);
            setStackTrace(original.getStackTrace());
        }
    }
}
