package dev.falreactive.emulator;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** Writes with the system's sans-serif font. Fails with an exception or an error where there is none. */
final class FontLettering implements Lettering {

    private final Font font;
    private final FontMetrics metrics;

    FontLettering(int pixels) {
        this.font = new Font(Font.SANS_SERIF, Font.PLAIN, pixels);
        Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_3BYTE_BGR).createGraphics();
        try {
            this.metrics = graphics.getFontMetrics(font);
        } finally {
            graphics.dispose();
        }
    }

    @Override
    public int widthOf(String text) {
        return metrics.stringWidth(text);
    }

    @Override
    public int lineHeight() {
        return metrics.getHeight();
    }

    @Override
    public void write(BufferedImage image, String line, int left, int top) {
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setFont(font);
            graphics.setColor(new Color(255, 255, 255, 225));
            graphics.drawString(line, left, top + metrics.getAscent());
        } finally {
            graphics.dispose();
        }
    }
}
