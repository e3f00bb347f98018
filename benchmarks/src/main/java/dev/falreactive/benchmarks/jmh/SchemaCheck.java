package dev.falreactive.benchmarks.jmh;

import dev.falreactive.Violation;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Checking an input against the model's schema, as each submit does. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SchemaCheck {

    private final FluxLoraRequest request = FluxLoraRequest.builder("Extreme close-up of a single tiger eye")
            .numInferenceSteps(28)
            .guidanceScale(3.5)
            .build();

    @Benchmark
    public List<Violation> check() {
        return FluxLora.TEXT_TO_IMAGE.check(request);
    }

    @Benchmark
    public byte[] write() {
        return FluxLora.TEXT_TO_IMAGE.input().write(request);
    }
}
