package dev.falreactive.polling;

/**
 * How likely a job ends in which cell of the grid, as it is put together, and where in the cell. Not normalised.
 */
final class Spread {

    private static final double STEEPNESS = 1.702;

    /** So many deviations above their mean lie all but a few, however they are spread. */
    private static final double ALL = 2.5;

    private static final double[] EDGES = edges();

    private final double[] mass = new double[Grid.CELLS];
    private final double[] moment = new double[Grid.CELLS];
    private final double[] square = new double[Grid.CELLS];
    private final double[] slope = new double[Grid.CELLS + 1];

    /** Adds a weight that lies evenly between two times; what lies before zero counts at zero. */
    void add(double from, double to, double weight) {
        double low = Math.min(Math.max(0, from), Grid.end());
        double high = Math.min(Math.max(low, to), Grid.end());
        int first = Grid.cell(low);
        int last = Grid.cell(high);
        if (first == last) {
            put(first, low, high, weight);
            return;
        }
        double density = weight / (high - low);
        put(first, low, Grid.edge(first + 1), density * (Grid.edge(first + 1) - low));
        put(last, Grid.edge(last), high, density * (high - Grid.edge(last)));
        slope[first + 1] += density;
        slope[last] -= density;
    }

    /** Adds a weight whose logarithm lies about normally, sigma 1, around that of a median. */
    void addBroad(double median, double weight) {
        double scale = Math.pow(median, STEEPNESS);
        double below = 0;
        for (int cell = 0; cell < Grid.CELLS; cell++) {
            double to = 1 / (1 + scale * EDGES[cell + 1]);
            fill(cell, weight * (to - below));
            below = to;
        }
        fill(Grid.CELLS - 1, weight * (1 - below));
    }

    private void fill(int cell, double weight) {
        put(cell, Grid.edge(cell), Grid.edge(cell + 1), weight);
    }

    private void put(int cell, double low, double high, double weight) {
        mass[cell] += weight;
        moment[cell] += weight * (low + high) / 2;
        square[cell] += weight * (low * low + low * high + high * high) / 3;
    }

    /** Of the logistic curve that is nearest to the normal one. */
    private static double[] edges() {
        double[] edges = new double[Grid.CELLS + 1];
        for (int cell = 1; cell <= Grid.CELLS; cell++) {
            edges[cell] = Math.pow(Grid.edge(cell), -STEEPNESS);
        }
        return edges;
    }

    /** What each cell holds. */
    Masses masses() {
        double density = 0;
        for (int cell = 0; cell < Grid.CELLS; cell++) {
            density += slope[cell];
            slope[cell] = 0;
            fill(cell, Math.max(0, density) * (Grid.edge(cell + 1) - Grid.edge(cell)));
        }
        return new Masses(mass, moment, square);
    }

    /**
     * The ends in each cell, as their number and the sums of their times and of the squares of these.
     *
     * @param mass how many
     * @param moment the sum of their times, in seconds
     * @param square the sum of the squares of their times
     */
    record Masses(double[] mass, double[] moment, double[] square) {

        /** From here on there is next to nothing in a cell: its end, or sooner if the ends in it are close to each other. */
        double top(int cell) {
            double edge = Grid.edge(cell + 1);
            if (mass[cell] <= 0) {
                return edge;
            }
            double mean = moment[cell] / mass[cell];
            double deviation = Math.sqrt(Math.max(0, square[cell] / mass[cell] - mean * mean));
            return Math.min(edge, mean + ALL * deviation);
        }
    }
}
