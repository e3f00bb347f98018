package dev.falreactive.emulator;

import java.awt.image.BufferedImage;
import java.util.Locale;

/** Writes in capitals of five by seven dots, where the system has no font. */
final class DotLettering implements Lettering {

    private static final int COLUMNS = 5;
    private static final int ROWS = 7;
    private static final int DIGIT = 32;
    private static final int WHITE = 0xf4f4f4;

    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:;!?-_+=/()'\"%&#* ";

    /** Each letter as seven digits to the base of 32: one a row, its five bits the dots. */
    private static final String DOTS = "ehhvhhhuhhuhhuehgggheuhhhhhuvgguggvvggugggehgnhhfhhhvhhhe44444e"
            + "72222ichikokihggggggvhrllhhhhppljjhehhhhheuhhugggehhhliduhhukih"
            + "fgge11uv444444hhhhhhehhhhaa4hhhllrhhha4ahhhha4444v1248gvejlllpe"
            + "4c4444eeh168gvu11e11u26aiv22vgu11heegguhhev124488ehhehheehhf11e"
            + "00000cc0000cc80cc0cc00cc0cc84444404eh16404000v000000000v044v440"
            + "00v0v00122488g248884284222484480000aaa0000pp248jjcik8lidaavavaa"
            + "0level00000000";

    private final int scale;

    /** The height of a line is about the given number of pixels. */
    DotLettering(int pixels) {
        this.scale = Math.max(1, pixels / 10);
    }

    @Override
    public int widthOf(String text) {
        return text.codePointCount(0, text.length()) * (COLUMNS + 1) * scale;
    }

    @Override
    public int lineHeight() {
        return (ROWS + 3) * scale;
    }

    @Override
    public void write(BufferedImage image, String line, int left, int top) {
        int x = left;
        for (int letter : line.toUpperCase(Locale.ROOT).codePoints().toArray()) {
            letter(image, letter, x, top + scale);
            x += (COLUMNS + 1) * scale;
        }
    }

    private void letter(BufferedImage image, int letter, int left, int top) {
        int index = LETTERS.indexOf(letter);
        for (int row = 0; row < ROWS; row++) {
            // A letter that is not known is a box.
            int edge = row == 0 || row == ROWS - 1 ? 0b11111 : 0b10001;
            int dots = index < 0 ? edge : Character.digit(DOTS.charAt(index * ROWS + row), DIGIT);
            for (int column = 0; column < COLUMNS; column++) {
                if ((dots >> (COLUMNS - 1 - column) & 1) == 1) {
                    square(image, left + column * scale, top + row * scale);
                }
            }
        }
    }

    private void square(BufferedImage image, int left, int top) {
        for (int y = top; y < Math.min(top + scale, image.getHeight()); y++) {
            for (int x = left; x < Math.min(left + scale, image.getWidth()); x++) {
                image.setRGB(x, y, WHITE);
            }
        }
    }
}
