package dev.falreactive.emulator;

import java.awt.image.BufferedImage;
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
    private final int megabytes;
    private final Semaphore memory;
    private int cached;

    Gallery() {
        this((int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / 2 / MEGABYTE));
    }

    /** Pictures that are drawn at one time take no more than the given memory; a small one is always drawn. */
    Gallery(int megabytes) {
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
        memory.acquireUninterruptibly((int) needed);
        try {
            BufferedImage image = painter.paint(spec);
            return PictureFile.encode(image, spec.format());
        } finally {
            memory.release((int) needed);
        }
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
