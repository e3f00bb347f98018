package dev.falreactive.emulator;

/** Pixels in floating point, 0 to 1 a channel. */
final class Canvas {

    private final int width;
    private final int height;
    private final float[] red;
    private final float[] green;
    private final float[] blue;

    Canvas(int width, int height) {
        this.width = width;
        this.height = height;
        this.red = new float[width * height];
        this.green = new float[width * height];
        this.blue = new float[width * height];
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** The shorter side: what things are measured by. */
    float unit() {
        return Math.min(width, height);
    }

    void set(int x, int y, Palette palette, float tone, float light) {
        int at = y * width + x;
        red[at] = palette.red(tone) * light;
        green[at] = palette.green(tone) * light;
        blue[at] = palette.blue(tone) * light;
    }

    /** Lays a colour over what is there. */
    void mix(int x, int y, Palette palette, float tone, float share) {
        int at = y * width + x;
        red[at] = Noise.mix(red[at], palette.red(tone), share);
        green[at] = Noise.mix(green[at], palette.green(tone), share);
        blue[at] = Noise.mix(blue[at], palette.blue(tone), share);
    }

    /** Adds light, which never burns out. */
    void shine(int x, int y, Palette palette, float tone, float strength) {
        int at = y * width + x;
        red[at] += (1 - red[at]) * Math.min(1, palette.red(tone) * strength);
        green[at] += (1 - green[at]) * Math.min(1, palette.green(tone) * strength);
        blue[at] += (1 - blue[at]) * Math.min(1, palette.blue(tone) * strength);
    }

    float red(float x, float y) {
        return between(red, x, y);
    }

    float green(float x, float y) {
        return between(green, x, y);
    }

    float blue(float x, float y) {
        return between(blue, x, y);
    }

    private float between(float[] channel, float x, float y) {
        int left = Math.min((int) x, width - 1);
        int top = Math.min((int) y, height - 1);
        int right = Math.min(left + 1, width - 1);
        int bottom = Math.min(top + 1, height - 1);
        float dx = x - left;
        float dy = y - top;
        float upper = Noise.mix(channel[top * width + left], channel[top * width + right], dx);
        float lower = Noise.mix(channel[bottom * width + left], channel[bottom * width + right], dx);
        return Noise.mix(upper, lower, dy);
    }
}
