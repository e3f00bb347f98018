package dev.falreactive.emulator;

import java.awt.image.BufferedImage;
import java.math.BigInteger;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Draws pictures and keeps the latest files. Safe for use by several threads; one that wants a picture may wait until
 * there is memory for it.
 */
final class Gallery {

    private static final int MEGABYTE = 1024 * 1024;
    private static final int CACHE_BYTES = 32 * MEGABYTE;
    private static final int BYTES_PER_PIXEL = 5;
    private static final int FIXED_MEGABYTES = 32;

    private final Painter painter = new Painter();
    private final Map<PictureSpec, byte[]> files = new LinkedHashMap<>(16, 0.75f, true);
    private final InputImages inputs;
    private final int megabytes;
    private final Semaphore memory;
    private int cached;

    Gallery() {
        this(new InputImages());
    }

    /** Pictures may be made of these images. */
    Gallery(InputImages inputs) {
        this(inputs, (int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / 2 / MEGABYTE));
    }

    /** Pictures that are drawn at one time take no more than the given memory; a small one is always drawn. */
    Gallery(int megabytes) {
        this(new InputImages(), megabytes);
    }

    private Gallery(InputImages inputs, int megabytes) {
        this.inputs = inputs;
        this.megabytes = Math.max(2 * FIXED_MEGABYTES, megabytes);
        this.memory = new Semaphore(this.megabytes, true);
    }

    /**
     * A picture's file.
     *
     * @throws PictureTooLarge if there will never be memory for it
     */
    byte[] picture(PictureSpec spec) {
        return cached(spec).orElseGet(() -> {
            byte[] file = draw(spec);
            keep(spec, file);
            return file;
        });
    }

    /** A picture's file inside a URI. */
    String dataUri(PictureSpec spec) {
        return "data:" + spec.format().contentType() + ";base64,"
                + Base64.getEncoder().encodeToString(picture(spec));
    }

    private byte[] draw(PictureSpec spec) {
        long needed = FIXED_MEGABYTES + spec.area() * BYTES_PER_PIXEL / MEGABYTE;
        if (needed > megabytes) {
            throw new PictureTooLarge(spec);
        }
        // Before there is memory for this one: an original may have to be drawn too, and needs its own.
        Optional<Painter.Originals> originals = spec.remake().map(remake -> originals(remake, spec));
        memory.acquireUninterruptibly((int) needed);
        try {
            BufferedImage image = painter.paint(spec, originals);
            return PictureFile.encode(image, spec.format());
        } finally {
            memory.release((int) needed);
        }
    }

    private Painter.Originals originals(Remake remake, PictureSpec spec) {
        return new Painter.Originals(
                original(remake.image(), spec), remake.mask().map(mask -> original(mask, spec)));
    }

    /** What is not known is made up, each time in the same way. */
    private BufferedImage original(Original original, PictureSpec spec) {
        return original.own()
                .map(this::picture)
                .or(() -> inputs.file(original))
                .map(InputImages::read)
                .or(() -> InputImages.uploaded(original))
                .map(image -> Remaker.scaled(image, spec.width(), spec.height()))
                .orElseGet(() -> painter.painted(new PictureSpec(
                        original.key(), BigInteger.ZERO, 0, spec.width(), spec.height(), spec.format())));
    }

    private synchronized Optional<byte[]> cached(PictureSpec spec) {
        return Optional.ofNullable(files.get(spec));
    }

    private synchronized void keep(PictureSpec spec, byte[] file) {
        if (files.put(spec, file) == null) {
            cached += file.length;
        }
        Iterator<byte[]> oldest = files.values().iterator();
        while (cached > CACHE_BYTES && oldest.hasNext()) {
            cached -= oldest.next().length;
            oldest.remove();
        }
    }
}
