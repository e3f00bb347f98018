package dev.falreactive.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * From values to places in a drawing.
 *
 * @param label what is measured, and in which unit
 * @param logarithmic whether each tick is ten times the one before; values are more than zero then
 * @param least the value at its beginning
 * @param most the value at its end
 */
record Axis(String label, boolean logarithmic, double least, double most) {

    private static final int TICKS = 6;

    /** From zero to a little more than the largest. */
    static Axis linear(String label, double largest) {
        double step = step(largest);
        return new Axis(label, false, 0, Math.ceil(largest / step) * step);
    }

    /** In whole powers of ten. */
    static Axis logarithmic(String label, double smallest, double largest) {
        double least = Math.pow(10, Math.floor(Math.log10(smallest)));
        double most = Math.pow(10, Math.ceil(Math.log10(largest)));
        return new Axis(label, true, least, most > least ? most : least * 10);
    }

    /** From 0 to 1. */
    double place(double value) {
        return logarithmic
                ? Math.log(Math.max(value, least) / least) / Math.log(most / least)
                : (value - least) / (most - least);
    }

    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        if (logarithmic) {
            for (double tick = least; tick <= most * 1.001; tick *= 10) {
                ticks.add(tick);
            }
        } else {
            double step = step(most);
            for (int i = 0; i * step <= most * 1.001; i++) {
                ticks.add(i * step);
            }
        }
        return ticks;
    }

    /** One, two or five times a power of ten. */
    private static double step(double largest) {
        double power = Math.pow(10, Math.floor(Math.log10(largest / TICKS)));
        for (double factor : new double[] {1, 2, 5}) {
            if (largest / (factor * power) <= TICKS) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    static String words(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.3g", value).replaceAll("0+$", "");
    }
}
