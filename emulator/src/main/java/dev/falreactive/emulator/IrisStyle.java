package dev.falreactive.emulator;

import java.util.SplittableRandom;

/** An eye seen from near: fibres around a dark middle. */
final class IrisStyle implements Style {

    private static final float TURN = (float) (2 * Math.PI);

    @Override
    public void paint(Canvas canvas, Palette palette, Noise noise, SplittableRandom random) {
        float unit = canvas.unit();
        float middleX = canvas.width() * (float) (0.4 + 0.2 * random.nextDouble());
        float middleY = canvas.height() * (float) (0.42 + 0.12 * random.nextDouble());
        float pupil = (float) (0.08 + 0.05 * random.nextDouble());
        float ring = pupil + (float) (0.07 + 0.05 * random.nextDouble());
        float rim = (float) (0.52 + 0.12 * random.nextDouble());
        float swirl = (float) (random.nextDouble() - 0.5) * 1.2f;
        for (int y = 0; y < canvas.height(); y++) {
            for (int x = 0; x < canvas.width(); x++) {
                float dx = (x - middleX) / unit;
                float dy = (y - middleY) / unit;
                float wobble = 0.05f * noise.at(dx * 5, dy * 5);
                float far = (float) Math.sqrt(dx * dx + dy * dy) + 0.25f * wobble;
                float angle = (float) Math.atan2(dy, dx) / TURN + 0.5f + swirl * far * 0.2f + wobble * 0.4f;
                float fibre = 0.9f * noise.around(angle * 40, far * 4, 40)
                        + 0.8f * noise.around(angle * 96, far * 7 + 9, 96)
                        + 0.55f * noise.around(angle * 210, far * 9 + 31, 210);
                float cloud = noise.octaves(dx * 3 + 11, dy * 3, 2);
                float glow = (float) Math.exp(-Math.pow((far - ring) / 0.13f, 2));
                float body = 0.30f + 0.42f * glow + 0.22f * Noise.step(ring, rim * 0.8f, far) * (0.6f + cloud);
                float tone = body + 0.30f * fibre + 0.1f * cloud;
                float light = 0.85f + 0.35f * fibre;
                float dark = Noise.step(pupil - 0.012f, pupil + 0.03f, far);
                float outside = 1 - 0.86f * Noise.step(rim - 0.16f, rim + 0.08f, far);
                canvas.set(x, y, palette, tone, Math.max(0, light) * (0.05f + 0.95f * dark) * outside);
                float rays = Math.max(0, 0.3f + fibre) * (float) Math.exp(-Math.max(0, far - rim) * 3.2f);
                canvas.shine(x, y, palette, 0.62f, 0.16f * rays * (1 - outside));
                glint(canvas, palette, x, y, dx + pupil * 0.55f, dy + pupil * 0.6f, pupil);
            }
        }
    }

    private static void glint(Canvas canvas, Palette palette, int x, int y, float dx, float dy, float pupil) {
        float size = pupil * 0.34f;
        float near = 1 - (float) Math.sqrt(dx * dx + dy * dy) / size;
        if (near > 0) {
            canvas.shine(x, y, palette, 1, 0.9f * Noise.step(0, 0.5f, near));
        }
    }
}
