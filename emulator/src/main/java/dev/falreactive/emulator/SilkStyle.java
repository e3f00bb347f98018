package dev.falreactive.emulator;

import java.util.SplittableRandom;

/** Folds of cloth: noise bent by noise, lit from one side. */
final class SilkStyle implements Style {

    @Override
    public void paint(Canvas canvas, Palette palette, Noise noise, SplittableRandom random) {
        int width = canvas.width();
        int height = canvas.height();
        float scale = (float) (1.1 + 0.7 * random.nextDouble()) / canvas.unit();
        double turn = random.nextDouble() * Math.PI;
        float cos = (float) Math.cos(turn) * scale;
        float sin = (float) Math.sin(turn) * scale;
        float bend = (float) (1.5 + 0.7 * random.nextDouble());
        float folds = (float) (7 + 6 * random.nextDouble());
        float[] tone = new float[width * height];
        float[] relief = new float[width * height];
        float least = Float.MAX_VALUE;
        float most = -Float.MAX_VALUE;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                float px = x * cos - y * sin;
                float py = (x * sin + y * cos) * 1.7f;
                float qx = noise.octaves(px + 3.1f, py + 7.7f, 2);
                float qy = noise.octaves(px - 5.2f, py + 1.3f, 2);
                float value = noise.octaves(px + bend * qx, py + bend * qy, 3);
                int at = y * width + x;
                tone[at] = value;
                relief[at] = value + 0.055f * (float) Math.sin(folds * 2 * value + 4 * qx);
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
        }
        light(canvas, palette, tone, relief, least, most);
    }

    private static void light(Canvas canvas, Palette palette, float[] tone, float[] relief, float least, float most) {
        int width = canvas.width();
        int height = canvas.height();
        float steep = canvas.unit() / 4.5f;
        float range = Math.max(1e-6f, most - least);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int at = y * width + x;
                float dx = (relief[x + 1 < width ? at + 1 : at] - relief[x > 0 ? at - 1 : at]) * steep;
                float dy = (relief[y + 1 < height ? at + width : at] - relief[y > 0 ? at - width : at]) * steep;
                float facing = (0.55f - 0.5f * dx - 0.6f * dy) / (float) Math.sqrt(1 + dx * dx + dy * dy);
                float share = (tone[at] - least) / range;
                canvas.set(
                        x,
                        y,
                        palette,
                        0.04f + 0.9f * Noise.step(0.08f, 0.92f, share),
                        0.62f + 0.6f * Math.max(0, facing));
                float gloss = Noise.step(0.75f, 1.02f, facing);
                canvas.shine(x, y, palette, 1, 0.4f * gloss * gloss);
            }
        }
    }
}
