package dev.falreactive.emulator;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** Makes a picture of a painted one and an image: the image's light and shade in the painting's colours. */
final class Remaker {

    private Remaker() {}

    /** An image in another size. */
    static BufferedImage scaled(BufferedImage image, int width, int height) {
        BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = scaled.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            graphics.drawImage(image, 0, 0, width, height, null);
        } finally {
            graphics.dispose();
        }
        return scaled;
    }

    /** Changes the painting; the image has its size. */
    static void remake(BufferedImage painting, BufferedImage image, double strength) {
        for (int y = 0; y < painting.getHeight(); y++) {
            for (int x = 0; x < painting.getWidth(); x++) {
                int from = image.getRGB(x, y);
                int paint = painting.getRGB(x, y);
                double light = 0.25 + 0.9 * luminance(from) / 255;
                int rgb = 0;
                for (int shift = 16; shift >= 0; shift -= 8) {
                    double styled = Math.min(255, (paint >> shift & 0xff) * light);
                    rgb |= (int) Math.round((from >> shift & 0xff) * (1 - strength) + styled * strength) << shift;
                }
                painting.setRGB(x, y, rgb);
            }
        }
    }

    /** Puts the image back where its mask is dark; all have the same size. */
    static void keep(BufferedImage picture, BufferedImage image, BufferedImage mask) {
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                if (luminance(mask.getRGB(x, y)) < 128) {
                    picture.setRGB(x, y, image.getRGB(x, y));
                }
            }
        }
    }

    /** As it looks before all its details are there: the larger the grain, the fewer. */
    static BufferedImage coarse(BufferedImage picture, int grain) {
        int width = Math.max(1, picture.getWidth() / grain);
        int height = Math.max(1, picture.getHeight() / grain);
        BufferedImage small = picture;
        // By halves, since one large step would leave out most pixels.
        while (small.getWidth() / 2 > width && small.getHeight() / 2 > height) {
            small = scaled(small, small.getWidth() / 2, small.getHeight() / 2);
        }
        return scaled(scaled(small, width, height), picture.getWidth(), picture.getHeight());
    }

    private static double luminance(int rgb) {
        return 0.299 * (rgb >> 16 & 0xff) + 0.587 * (rgb >> 8 & 0xff) + 0.114 * (rgb & 0xff);
    }
}
