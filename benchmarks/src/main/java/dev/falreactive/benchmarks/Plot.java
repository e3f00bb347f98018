package dev.falreactive.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Values over values: curves, and points with their names. */
final class Plot {

    private static final int WIDTH = 720;
    private static final int HEIGHT = 440;
    private static final int LEFT = 70;
    private static final int RIGHT = 190;
    private static final int TOP = 46;
    private static final int BOTTOM = 54;

    private final String title;
    private final Axis x;
    private final Axis y;
    private final Svg svg = new Svg(WIDTH, HEIGHT);
    private int series;

    Plot(String title, Axis x, Axis y) {
        this.title = title;
        this.x = x;
        this.y = y;
        frame();
    }

    /** A curve through points, each two values. */
    Plot curve(String name, List<double[]> points) {
        return draw(name, points, true, true);
    }

    /** A curve that is known everywhere: without its points. */
    Plot smooth(String name, List<double[]> points) {
        return draw(name, points, true, false);
    }

    /** A single point. */
    Plot point(String name, double atX, double atY) {
        return draw(name, List.of(new double[] {atX, atY}), false, true);
    }

    private Plot draw(String name, List<double[]> points, boolean line, boolean dots) {
        String colour = Svg.COLOURS.get(series % Svg.COLOURS.size());
        List<double[]> places = new ArrayList<>();
        for (double[] point : points) {
            places.add(new double[] {placeX(point[0]), placeY(point[1])});
        }
        if (line) {
            svg.curve(places, colour);
        }
        if (dots) {
            places.forEach(place -> svg.dot(place[0], place[1], colour));
        }
        double legend = TOP + 8 + 20.0 * series++;
        svg.dot(WIDTH - RIGHT + 16, legend, colour);
        svg.text(WIDTH - RIGHT + 26, legend + 4, "start", name);
        return this;
    }

    private void frame() {
        svg.title(LEFT, 24, title);
        for (double tick : x.ticks()) {
            svg.line(placeX(tick), TOP, placeX(tick), HEIGHT - BOTTOM, Svg.GRID);
            svg.text(placeX(tick), HEIGHT - BOTTOM + 18, "middle", Axis.words(tick));
        }
        for (double tick : y.ticks()) {
            svg.line(LEFT, placeY(tick), WIDTH - RIGHT, placeY(tick), Svg.GRID);
            svg.text(LEFT - 8, placeY(tick) + 4, "end", Axis.words(tick));
        }
        svg.text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 14, "middle", x.label());
        svg.upright(16, (TOP + HEIGHT - BOTTOM) / 2.0, y.label());
    }

    private double placeX(double value) {
        return LEFT + Math.min(1, x.place(value)) * (WIDTH - LEFT - RIGHT);
    }

    private double placeY(double value) {
        return HEIGHT - BOTTOM - Math.min(1, y.place(value)) * (HEIGHT - TOP - BOTTOM);
    }

    @Override
    public String toString() {
        return svg.toString();
    }

    /** One bar for each name, with its value beside it. */
    static String bars(String title, List<String> names, List<Double> values) {
        int row = 34;
        int left = 170;
        Svg bars = new Svg(WIDTH, TOP + row * names.size() + 16);
        bars.title(16, 24, title);
        double most = values.stream().mapToDouble(Double::doubleValue).max().orElse(1);
        for (int i = 0; i < names.size(); i++) {
            double width = values.get(i) / most * (WIDTH - left - 80);
            double top = TOP + (double) row * i;
            bars.text(left - 8, top + 16, "end", names.get(i));
            bars.bar(left, top, width, row - 12, Svg.COLOURS.get(i % Svg.COLOURS.size()));
            bars.text(left + width + 8, top + 16, "start", Axis.words(Math.round(values.get(i) * 10) / 10.0));
        }
        return bars.toString();
    }
}
