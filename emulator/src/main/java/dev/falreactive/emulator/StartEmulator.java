package dev.falreactive.emulator;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives test methods, and methods that run before or after each of them, a {@link FalEmulator} as a parameter: a fresh one
 * for each test, started when it is first asked for and closed after the test.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(FalEmulatorExtension.class)
public @interface StartEmulator {

    /**
     * How many jobs run at the same time.
     *
     * @return 1 or more
     */
    int runners() default 4;

    /**
     * How long a job waits at least.
     *
     * @return milliseconds
     */
    long queueMillis() default 1000;

    /**
     * How long a job runs.
     *
     * @return milliseconds
     */
    long runMillis() default 3000;
}
