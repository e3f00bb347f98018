package dev.falreactive.polling;

/** How likely a job ends in which cell of the grid, as it is put together. Not normalised. */
final class Spread {

    private static final double STEEPNESS = 1.702;
    private static final double[] EDGES = edges();

    private final double[] mass = new double[Grid.CELLS];
    private final double[] slope = new double[Grid.CELLS + 1];

    /** Adds a weight that lies evenly between two times; what lies before zero counts at zero. */
    void add(double from, double to, double weight) {
        double low = Math.max(0, from);
        double high = Math.min(Math.max(low, to), Grid.end());
        int first = Grid.cell(low);
        int last = Grid.cell(high);
        if (first == last) {
            mass[first] += weight;
            return;
        }
        double density = weight / (high - low);
        mass[first] += density * (Grid.edge(first + 1) - low);
        mass[last] += density * (high - Grid.edge(last));
        slope[first + 1] += density;
        slope[last] -= density;
    }

    /** Adds a weight whose logarithm lies about normally, sigma 1, around that of a median. */
    void addBroad(double median, double weight) {
        double scale = Math.pow(median, STEEPNESS);
        double below = 0;
        for (int cell = 0; cell < Grid.CELLS; cell++) {
            double to = 1 / (1 + scale * EDGES[cell + 1]);
            mass[cell] += weight * (to - below);
            below = to;
        }
        mass[Grid.CELLS - 1] += weight * (1 - below);
    }

    /** Of the logistic curve that is nearest to the normal one. */
    private static double[] edges() {
        double[] edges = new double[Grid.CELLS + 1];
        for (int cell = 1; cell <= Grid.CELLS; cell++) {
            edges[cell] = Math.pow(Grid.edge(cell), -STEEPNESS);
        }
        return edges;
    }

    /** The mass of each cell. */
    double[] masses() {
        double density = 0;
        for (int cell = 0; cell < Grid.CELLS; cell++) {
            density += slope[cell];
            slope[cell] = 0;
            mass[cell] += Math.max(0, density) * (Grid.edge(cell + 1) - Grid.edge(cell));
        }
        return mass;
    }
}
