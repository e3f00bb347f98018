package dev.falreactive.emulator;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;

/** Makes a picture of a canvas: enlarged if need be, darker towards the corners, with a little grain. */
final class Finish {

    /** Grain in a large picture is not seen, and would make its file huge. */
    private static final long MAX_GRAINY = 4_000_000;

    private static final float GRAIN = 3.2f;

    private Finish() {}

    static BufferedImage develop(Canvas canvas, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        byte[] bytes = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        float grain = (long) width * height > MAX_GRAINY ? 0 : GRAIN;
        float stepX = (float) canvas.width() / width;
        float stepY = (float) canvas.height() / height;
        int at = 0;
        for (int y = 0; y < height; y++) {
            float fromY = (y + 0.5f) / height - 0.5f;
            for (int x = 0; x < width; x++) {
                float fromX = (x + 0.5f) / width - 0.5f;
                float corner = fromX * fromX + fromY * fromY;
                float light = 255 * (1 - 0.75f * corner * corner - 0.28f * corner);
                float speck = grain * speck(x, y);
                bytes[at++] = value(canvas.blue(x * stepX, y * stepY) * light + speck);
                bytes[at++] = value(canvas.green(x * stepX, y * stepY) * light + speck);
                bytes[at++] = value(canvas.red(x * stepX, y * stepY) * light + speck);
            }
        }
        return image;
    }

    private static byte value(float light) {
        return (byte) (int) Math.max(0, Math.min(255, light + 0.5f));
    }

    /** From -1 to 1, most near 0, without a pattern that is seen. */
    private static float speck(int x, int y) {
        int bits = x * 0x27d4eb2d ^ y * 0x165667b1;
        bits = (bits ^ (bits >>> 15)) * 0x2c1b3c6d;
        bits = (bits ^ (bits >>> 12)) * 0x297a2d39;
        bits ^= bits >>> 15;
        return ((bits & 0xffff) + (bits >>> 16)) / 65535f - 1;
    }
}
