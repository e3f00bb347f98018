package dev.falreactive.emulator;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes requests of a test go wrong: its {@link FalEmulator} has the fault when the test method begins, and not yet in
 * methods that run before it. Works together with {@link StartEmulator}, or with a registered {@link FalEmulatorExtension}.
 * Faults of an outer class strike first, then those of the class, then those of the method, each in their order.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Repeatable(WithFault.All.class)
public @interface WithFault {

    /**
     * What goes wrong.
     *
     * @return a {@link FaultRule} as text, such as {@code status:edge-502*3}; a test with a bad one fails
     */
    String value();

    /** What the compiler makes of several. */
    @Documented
    @Inherited
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE, ElementType.METHOD})
    @interface All {

        /**
         * Each of them.
         *
         * @return in the order of the source
         */
        WithFault[] value();
    }
}
