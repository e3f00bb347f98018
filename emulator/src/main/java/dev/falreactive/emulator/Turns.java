package dev.falreactive.emulator;

import java.util.BitSet;
import java.util.TreeMap;

/**
 * Who waits, jobs of normal priority before those of low, each in the order of their numbers. Tells how many are before a
 * job without walking along the line, which may be long and is asked about with each status call.
 */
final class Turns {

    private static final int BLOCK = 1024;

    /** By number: a bit for each job that waits, in blocks. */
    private static final class Lane {

        private final TreeMap<Long, BitSet> blocks = new TreeMap<>();

        void set(long number, boolean waits) {
            BitSet block = blocks.computeIfAbsent(number / BLOCK, b -> new BitSet(BLOCK));
            block.set((int) (number % BLOCK), waits);
            if (block.isEmpty()) {
                blocks.remove(number / BLOCK);
            }
        }

        int before(long number) {
            int count = 0;
            for (BitSet block : blocks.headMap(number / BLOCK).values()) {
                count += block.cardinality();
            }
            BitSet own = blocks.get(number / BLOCK);
            return own == null
                    ? count
                    : count + own.get(0, (int) (number % BLOCK)).cardinality();
        }

        int size() {
            return before(Long.MAX_VALUE);
        }
    }

    private final Lane normal = new Lane();
    private final Lane low = new Lane();

    void add(Job job) {
        lane(job).set(job.submission().number(), true);
    }

    void remove(Job job) {
        lane(job).set(job.submission().number(), false);
    }

    int before(Job job) {
        long number = job.submission().number();
        return job.submission().low() ? normal.size() + low.before(number) : normal.before(number);
    }

    int size() {
        return normal.size() + low.size();
    }

    private Lane lane(Job job) {
        return job.submission().low() ? low : normal;
    }
}
