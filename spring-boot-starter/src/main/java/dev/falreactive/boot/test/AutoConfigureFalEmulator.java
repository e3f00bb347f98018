package dev.falreactive.boot.test;

import dev.falreactive.boot.FalAutoConfiguration;
import dev.falreactive.boot.FalEmulatorAutoConfiguration;
import dev.falreactive.boot.FalFacesAutoConfiguration;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

/**
 * On a test class of Spring: all fal clients of its application work on an emulator, which is a bean
 * ({@code @Autowired FalEmulator}). Whatever key the application has is left aside. Tests that share an application share
 * the emulator; faults that have not struck are forgotten after each test.
 *
 * <pre>{@code
 * @SpringBootTest
 * @AutoConfigureFalEmulator
 * class PicturesTest {
 *     @Autowired FalEmulator emulator;
 * }
 * }</pre>
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ImportAutoConfiguration({
    FalAutoConfiguration.class,
    FalEmulatorAutoConfiguration.class,
    FalFacesAutoConfiguration.class
})
public @interface AutoConfigureFalEmulator {

    /** {@return how many jobs run at a time} */
    int runners() default 4;

    /** {@return how long a job waits at least, as the property {@code fal.emulator.queue-time} has it} */
    String queueTime() default "10ms";

    /** {@return how long a job runs, as the property {@code fal.emulator.run-time} has it} */
    String runTime() default "20ms";

    /** {@return the pause between two status calls of the default client, as the property {@code fal.poll.pause} has it} */
    String pollPause() default "10ms";
}
