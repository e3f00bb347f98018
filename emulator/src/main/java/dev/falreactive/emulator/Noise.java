package dev.falreactive.emulator;

import java.util.SplittableRandom;

/** Smooth noise from a seed: the same place always has the same value, near places have near values. */
final class Noise {

    private static final int SIZE = 256;
    private static final int MASK = SIZE - 1;

    private final int[] shuffled = new int[2 * SIZE];
    private final float[] slopesX = new float[SIZE];
    private final float[] slopesY = new float[SIZE];

    Noise(SplittableRandom random) {
        for (int i = 0; i < SIZE; i++) {
            shuffled[i] = i;
            double angle = random.nextDouble() * 2 * Math.PI;
            slopesX[i] = (float) Math.cos(angle);
            slopesY[i] = (float) Math.sin(angle);
        }
        for (int i = SIZE - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int held = shuffled[i];
            shuffled[i] = shuffled[other];
            shuffled[other] = held;
        }
        System.arraycopy(shuffled, 0, shuffled, SIZE, SIZE);
    }

    /** About -0.7 to 0.7. */
    float at(float x, float y) {
        return around(x, y, SIZE);
    }

    /** As {@link #at}, and the same again after each {@code period} (1 to 256) of x. */
    float around(float x, float y, int period) {
        int left = floor(x);
        int top = floor(y);
        float dx = x - left;
        float dy = y - top;
        int column = Math.floorMod(left, period);
        int nextColumn = column + 1 == period ? 0 : column + 1;
        int row = top & MASK;
        int nextRow = (row + 1) & MASK;
        int a = shuffled[column & MASK];
        int b = shuffled[nextColumn & MASK];
        float u = ease(dx);
        float v = ease(dy);
        float upper = mix(slope(shuffled[a + row], dx, dy), slope(shuffled[b + row], dx - 1, dy), u);
        float lower = mix(slope(shuffled[a + nextRow], dx, dy - 1), slope(shuffled[b + nextRow], dx - 1, dy - 1), u);
        return mix(upper, lower, v);
    }

    /** Several octaves, each finer and fainter; about -0.9 to 0.9. */
    float octaves(float x, float y, int count) {
        float sum = 0;
        float weight = 1;
        float scale = 1;
        for (int i = 0; i < count; i++) {
            sum += weight * at(x * scale + 17.3f * i, y * scale - 9.1f * i);
            weight *= 0.5f;
            scale *= 2.02f;
        }
        return sum;
    }

    static float mix(float a, float b, float share) {
        return a + (b - a) * share;
    }

    /** 0 below the first edge, 1 above the second, smooth between. */
    static float step(float from, float to, float value) {
        float t = Math.max(0, Math.min(1, (value - from) / (to - from)));
        return t * t * (3 - 2 * t);
    }

    private float slope(int which, float dx, float dy) {
        return slopesX[which] * dx + slopesY[which] * dy;
    }

    private static float ease(float t) {
        return t * t * t * (t * (t * 6 - 15) + 10);
    }

    private static int floor(float value) {
        int cut = (int) value;
        return value < cut ? cut - 1 : cut;
    }
}
