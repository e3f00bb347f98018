package dev.falreactive.emulator;

import java.util.SplittableRandom;

/** Five colours from dark to light that go well together, and all between them. */
final class Palette {

    private static final int[][] SETS = {
        {0x0b1026, 0x2b2d6e, 0x8a4fa0, 0xf2778a, 0xffd9a8},
        {0x04161f, 0x0a4d68, 0x088395, 0x3fcfd5, 0xf3f6cf},
        {0x150a14, 0x4a0f2e, 0xa4243b, 0xf26b38, 0xffe0a3},
        {0x0b1a16, 0x1f4a40, 0x5c8d5a, 0xc9c96f, 0xfdf3c7},
        {0x140b2e, 0x43207a, 0x9b3fb5, 0xf27bb0, 0xffe3ef},
        {0x0a1128, 0x1c3f6e, 0x4f8fba, 0xa9d6e5, 0xfefcfb},
        {0x1d1128, 0x5a2a4d, 0xb8524a, 0xe9a15b, 0xfbe8c8},
        {0x05111f, 0x0b3a53, 0x1b8a7a, 0x7ee8a2, 0xf4ffd6},
        {0x1a0f1f, 0x4d194d, 0x8f3068, 0xe0a458, 0xffe9c2},
        {0x0c0f14, 0x26313f, 0x5f7486, 0xd0b08a, 0xf8eedf},
        {0x0d1b2a, 0x27476e, 0xd1495b, 0xedae49, 0xfff1d0},
        {0x101820, 0x134e6f, 0x2a9d8f, 0xf4a261, 0xffe8d6},
    };
    private static final int FINE = 1024;

    private final float[] red = new float[FINE + 1];
    private final float[] green = new float[FINE + 1];
    private final float[] blue = new float[FINE + 1];

    Palette(SplittableRandom random) {
        int[] colours = SETS[random.nextInt(SETS.length)];
        for (int i = 0; i <= FINE; i++) {
            float at = (float) i / FINE * (colours.length - 1);
            int below = Math.min((int) at, colours.length - 2);
            float share = at - below;
            red[i] = channel(colours, below, share, 16);
            green[i] = channel(colours, below, share, 8);
            blue[i] = channel(colours, below, share, 0);
        }
    }

    /** From 0, dark, to 1, light; what is outside is cut. */
    float red(float tone) {
        return red[index(tone)];
    }

    float green(float tone) {
        return green[index(tone)];
    }

    float blue(float tone) {
        return blue[index(tone)];
    }

    private static int index(float tone) {
        return (int) (Math.max(0, Math.min(1, tone)) * FINE);
    }

    // Squares are about linear light: mixed there, colours do not get muddy.
    private static float channel(int[] colours, int below, float share, int shift) {
        float a = ((colours[below] >> shift) & 0xff) / 255f;
        float b = ((colours[below + 1] >> shift) & 0xff) / 255f;
        return (float) Math.sqrt(Noise.mix(a * a, b * b, share));
    }
}
