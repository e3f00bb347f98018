package dev.falreactive.emulator;

import java.util.SplittableRandom;

/** Hills behind hills in the haze, under a low sun. */
final class RidgeStyle implements Style {

    private static final int LAYERS = 7;

    @Override
    public void paint(Canvas canvas, Palette palette, Noise noise, SplittableRandom random) {
        float horizon = canvas.height() * (float) (0.42 + 0.14 * random.nextDouble());
        float sunX = canvas.width() * (float) (0.2 + 0.6 * random.nextDouble());
        float sunY = horizon - canvas.height() * (float) (0.08 + 0.2 * random.nextDouble());
        float sunSize = canvas.unit() * (float) (0.045 + 0.05 * random.nextDouble());
        sky(canvas, palette, noise, new float[] {horizon, sunX, sunY, sunSize});
        for (int layer = 0; layer < LAYERS; layer++) {
            hills(canvas, palette, noise, horizon, layer, (float) random.nextDouble() * 200);
        }
    }

    private static void sky(Canvas canvas, Palette palette, Noise noise, float[] sun) {
        float unit = canvas.unit();
        for (int y = 0; y < canvas.height(); y++) {
            float down = Math.min(1, y / sun[0]);
            for (int x = 0; x < canvas.width(); x++) {
                float far = (float) Math.hypot(x - sun[1], y - sun[2]);
                float streaks = noise.octaves(x / unit * 1.6f, y / unit * 7f + 40, 3);
                float tone = 0.22f + 0.56f * down * down + 0.09f * streaks * (0.4f + down);
                canvas.set(x, y, palette, tone, 1);
                float glow = (float) Math.exp(-far / (unit * 0.22f));
                canvas.shine(x, y, palette, 0.9f, 0.55f * glow + 0.1f * Math.max(0, streaks) * down);
                canvas.shine(x, y, palette, 1, Noise.step(sun[3] + 1.2f, sun[3] - 1.2f, far) * 0.96f);
            }
        }
    }

    private static void hills(Canvas canvas, Palette palette, Noise noise, float horizon, int layer, float offset) {
        float unit = canvas.unit();
        float near = (float) (layer + 1) / LAYERS;
        float base = horizon + (canvas.height() * 1.02f - horizon) * (float) Math.pow(near, 1.35) * 0.92f;
        float high = unit * (0.07f + 0.17f * near);
        float stretch = unit * (0.55f - 0.22f * near);
        float tone = 0.66f - 0.62f * near;
        for (int x = 0; x < canvas.width(); x++) {
            float ridge = base - high * (0.35f + 0.8f * noise.octaves(x / stretch + offset, layer * 13.7f, 6));
            int top = Math.max(0, (int) ridge);
            for (int y = top; y < canvas.height(); y++) {
                float deep = (y - ridge) / (unit * 0.34f);
                float mist = 0.24f * Noise.step(0, 1, deep) * (1 - 0.6f * near);
                float rough = 0.05f * near * noise.at(x / unit * 26 + offset, y / unit * 40);
                canvas.mix(x, y, palette, tone + mist + rough, Math.min(1, Math.max(0, y - ridge + 0.5f)));
            }
        }
    }
}
