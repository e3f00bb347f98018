package dev.falreactive.emulator;

import java.util.SplittableRandom;

/** Threads of light before soft discs in the dark. */
final class RibbonStyle implements Style {

    private static final int THREADS = 26;
    private static final int DISCS = 34;

    @Override
    public void paint(Canvas canvas, Palette palette, Noise noise, SplittableRandom random) {
        float unit = canvas.unit();
        for (int y = 0; y < canvas.height(); y++) {
            for (int x = 0; x < canvas.width(); x++) {
                float cloud = noise.octaves(x / unit * 1.3f, y / unit * 1.3f, 3);
                canvas.set(x, y, palette, 0.14f + 0.24f * cloud, 0.9f);
            }
        }
        for (int i = 0; i < DISCS; i++) {
            disc(canvas, palette, random);
        }
        float drift = (float) random.nextDouble() * 60;
        float slant = (float) (random.nextDouble() - 0.5) * 0.5f;
        for (int i = 0; i < THREADS; i++) {
            thread(canvas, palette, noise, i, drift, slant);
        }
    }

    private static void disc(Canvas canvas, Palette palette, SplittableRandom random) {
        float x0 = (float) random.nextDouble() * canvas.width();
        float y0 = (float) random.nextDouble() * canvas.height();
        float size = canvas.unit() * (float) (0.02 + 0.11 * random.nextDouble() * random.nextDouble());
        float tone = (float) (0.4 + 0.5 * random.nextDouble());
        float strength = (float) (0.06 + 0.2 * random.nextDouble());
        int bottom = Math.min(canvas.height() - 1, (int) (y0 + size));
        int right = Math.min(canvas.width() - 1, (int) (x0 + size));
        for (int y = Math.max(0, (int) (y0 - size)); y <= bottom; y++) {
            for (int x = Math.max(0, (int) (x0 - size)); x <= right; x++) {
                float far = (float) Math.hypot(x - x0, y - y0) / size;
                float edge = Noise.step(0.7f, 0.94f, far) * 0.7f;
                canvas.shine(x, y, palette, tone, strength * (0.65f + edge) * Noise.step(1, 0.93f, far));
            }
        }
    }

    private static void thread(Canvas canvas, Palette palette, Noise noise, int index, float drift, float slant) {
        float unit = canvas.unit();
        float share = (float) index / (THREADS - 1);
        float thin = unit * (index % 5 == 0 ? 0.0042f : 0.0014f);
        float reach = thin * 16;
        float tone = 0.42f + 0.55f * share;
        for (int x = 0; x < canvas.width(); x++) {
            float here = middle(canvas, noise, x, share, drift, slant);
            float slope = middle(canvas, noise, x + 1, share, drift, slant) - here;
            float upright = (float) Math.sqrt(1 + slope * slope);
            float span = reach * upright;
            float pulse = 0.45f + 0.8f * Math.max(0, 0.5f + noise.at(x / unit * 1.4f + index * 3.3f, drift));
            int bottom = Math.min(canvas.height() - 1, (int) (here + span));
            for (int y = Math.max(0, (int) (here - span)); y <= bottom; y++) {
                float far = Math.abs(y - here) / upright;
                float near = thin / (thin + far);
                float fade = 1 - far / reach;
                canvas.shine(x, y, palette, tone + 0.25f * near * near, pulse * near * near * Math.max(0, fade));
            }
        }
    }

    private static float middle(Canvas canvas, Noise noise, float x, float share, float drift, float slant) {
        float unit = canvas.unit();
        float along = x / unit;
        float wave = 0.55f * noise.octaves(along * 0.9f + drift, share * 0.9f, 3);
        float spread = (share - 0.5f) * (0.16f + 0.5f * Math.abs(noise.at(along * 0.8f, drift + 5)));
        return canvas.height() * 0.46f + unit * (wave + spread + slant * (along - 0.5f * canvas.width() / unit));
    }
}
