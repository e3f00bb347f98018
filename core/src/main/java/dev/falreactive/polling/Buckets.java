package dev.falreactive.polling;

/** Times that are near enough to share an answer: ages within a twentieth, widths within a quarter. */
final class Buckets {

    private static final double FIRST_AGE = 0.25;
    private static final double AGE_RATIO = 1.05;
    private static final double FIRST_WIDTH = 0.1;
    private static final double WIDTH_RATIO = 1.25;

    private Buckets() {}

    static int ofAge(double age) {
        return of(age, FIRST_AGE, AGE_RATIO);
    }

    /** The least age of a bucket: all calls that follow from it are still to come for who is a little older. */
    static double age(int bucket) {
        return bucket == 0 ? 0 : FIRST_AGE * Math.pow(AGE_RATIO, bucket - 1);
    }

    static int ofWidth(double width) {
        return of(width, FIRST_WIDTH, WIDTH_RATIO);
    }

    static double width(int bucket) {
        return bucket == 0 ? 0 : FIRST_WIDTH * Math.pow(WIDTH_RATIO, bucket - 0.5);
    }

    private static int of(double value, double first, double ratio) {
        return value < first ? 0 : 1 + (int) (Math.log(value / first) / Math.log(ratio));
    }
}
