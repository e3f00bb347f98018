/** Single functions of core, measured by JMH: {@code java -cp benchmarks/target/benchmarks.jar org.openjdk.jmh.Main}. */
@NullMarked
package dev.falreactive.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
