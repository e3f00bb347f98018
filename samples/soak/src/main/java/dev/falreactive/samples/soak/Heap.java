package dev.falreactive.samples.soak;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The client's heap after garbage collections, by how many jobs were settled. */
final class Heap {

    private static final double MOST_GROWTH = 1.1;

    private final int jobs;
    private final Map<Integer, Long> samples = new TreeMap<>();

    Heap(int jobs) {
        this.jobs = jobs;
    }

    /** Of two processes that settled as many jobs, the later one counts. */
    void add(int settled, long bytes) {
        samples.put(settled, bytes);
    }

    /** The median of each quarter that has a sample, in bytes; 0 for one that has none. */
    List<Long> byQuarter() {
        return IntStream.range(0, 4)
                .mapToObj(quarter -> samples.entrySet().stream()
                        .filter(sample -> Math.min(3, (sample.getKey() - 1) * 4 / jobs) == quarter)
                        .map(Map.Entry::getValue)
                        .sorted()
                        .toList())
                .map(values -> values.isEmpty() ? 0L : values.get(values.size() / 2))
                .toList();
    }

    boolean grows() {
        List<Long> quarters = byQuarter();
        return quarters.get(3) > MOST_GROWTH * quarters.get(2);
    }

    @Override
    public String toString() {
        return byQuarter().stream()
                .map(bytes -> String.format(Locale.ROOT, "%.1f MB", bytes / 1e6))
                .collect(Collectors.joining(", "));
    }
}
