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

    static double age(int bucket) {
        return typical(bucket, FIRST_AGE, AGE_RATIO);
    }

    static int ofWidth(double width) {
        return of(width, FIRST_WIDTH, WIDTH_RATIO);
    }

    static double width(int bucket) {
        return typical(bucket, FIRST_WIDTH, WIDTH_RATIO);
    }

    private static int of(double value, double first, double ratio) {
        return value < first ? 0 : 1 + (int) (Math.log(value / first) / Math.log(ratio));
    }

    private static double typical(int bucket, double first, double ratio) {
        return bucket == 0 ? 0 : first * Math.pow(ratio, bucket - 0.5);
    }
}
