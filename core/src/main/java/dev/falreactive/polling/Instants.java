package dev.falreactive.polling;

/** Instants in the order of time, the oldest of which are forgotten: a ring that grows. */
final class Instants {

    private long[] ring = new long[16];
    private int oldest;
    private int size;

    int size() {
        return size;
    }

    void add(long instant) {
        if (size == ring.length) {
            long[] larger = new long[2 * size];
            for (int i = 0; i < size; i++) {
                larger[i] = at(i);
            }
            ring = larger;
            oldest = 0;
        }
        ring[(oldest + size) & (ring.length - 1)] = instant;
        size++;
    }

    /** The one that has so many as this, itself included, from it to the newest. */
    long fromNewest(int count) {
        return at(size - count);
    }

    void forgetUntil(long instant) {
        while (size > 0 && ring[oldest] <= instant) {
            oldest = (oldest + 1) & (ring.length - 1);
            size--;
        }
    }

    private long at(int i) {
        return ring[(oldest + i) & (ring.length - 1)];
    }
}
