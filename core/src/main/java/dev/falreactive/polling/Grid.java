package dev.falreactive.polling;

/** The instants between which times are told apart: 30 ms apart at first, then an fortieth of the time since zero. */
final class Grid {

    static final int CELLS = 290;

    private static final double FIRST = 0.03;
    private static final int EVEN = 40;
    private static final double BEND = FIRST * EVEN;
    private static final double RATIO = 1 + FIRST / BEND;
    private static final double LOG_RATIO = Math.log(RATIO);
    private static final double[] EDGES = edges();

    private Grid() {}

    private static double[] edges() {
        double[] edges = new double[CELLS + 1];
        for (int i = 0; i <= CELLS; i++) {
            edges[i] = i <= EVEN ? i * FIRST : BEND * Math.pow(RATIO, i - EVEN);
        }
        return edges;
    }

    /** Where a cell begins, and the one before it ends, in seconds. */
    static double edge(int cell) {
        return EDGES[cell];
    }

    static double end() {
        return EDGES[CELLS];
    }

    /** The cell that holds a time, or the nearest one. */
    static int cell(double seconds) {
        if (!(seconds > 0)) {
            return 0;
        }
        int cell = seconds < BEND ? (int) (seconds / FIRST) : EVEN + (int) (Math.log(seconds / BEND) / LOG_RATIO);
        return Math.min(cell, CELLS - 1);
    }
}
