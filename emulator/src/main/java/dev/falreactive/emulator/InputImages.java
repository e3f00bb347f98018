package dev.falreactive.emulator;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * The images that inputs name: those that come inside a data URI, and the emulator's own. No other is fetched: of such a one
 * nothing is known but its URL, from which a picture is made up. Keeps the latest files. Safe for use by several threads.
 */
final class InputImages {

    private static final int MAX_BYTES = 64 * 1024 * 1024;
    private static final int MAX_SIDE = 14_142;
    private static final Pattern DATA = Pattern.compile("data:[^,;]*((?:;[^,;]*)*);base64,", Pattern.CASE_INSENSITIVE);
    private static final Pattern OWN = Pattern.compile(".*/_emulator/images/([^/]+)/(\\d{1,2})\\.(?:jpeg|png)");
    private static final PictureSizes.Size UNKNOWN = new PictureSizes.Size(1024, 768);

    private final Map<String, byte[]> files = new LinkedHashMap<>(16, 0.75f, true);
    private int kept;

    /** An input that names an image that is none. */
    static final class BadImage extends Exception {

        private static final long serialVersionUID = 1L;

        private final String type;

        BadImage(String type, String message) {
            super(message, null, false, false);
            this.type = type;
        }

        String type() {
            return type;
        }
    }

    /** Where the emulator's own images are looked up. */
    interface Own {
        Optional<PictureSpec> picture(String requestId, int index);
    }

    InputImages() {
        // The class path blocks, which an event loop must not: each format is read once, here.
        for (PictureFormat format : PictureFormat.values()) {
            byte[] file = PictureFile.encode(new BufferedImage(1, 1, BufferedImage.TYPE_3BYTE_BGR), format);
            if (size(file).isEmpty()) {
                throw new IllegalStateException("each Java reads " + format);
            }
        }
    }

    /** What is behind a URL. */
    Original original(String url, Own own) throws BadImage {
        String key = digest(url);
        Matcher data = DATA.matcher(url);
        if (data.lookingAt()) {
            byte[] file = decoded(url.substring(data.end()));
            PictureSizes.Size size =
                    size(file).orElseThrow(() -> new BadImage("image_load_error", "Failed to load the image."));
            keep(key, file);
            return new Original(key, size, Optional.empty());
        }
        Matcher local = OWN.matcher(url);
        if (local.matches()) {
            PictureSpec picture = own.picture(local.group(1), Integer.parseInt(local.group(2)))
                    .orElseThrow(() -> new BadImage("file_download_error", "Failed to download the file."));
            return new Original(key, new PictureSizes.Size(picture.width(), picture.height()), Optional.of(picture));
        }
        return new Original(key, UNKNOWN, Optional.empty());
    }

    /** An image that came in a data URI, if it is kept still. */
    synchronized Optional<byte[]> file(Original original) {
        return Optional.ofNullable(files.get(original.key()));
    }

    static BufferedImage read(byte[] file) {
        try {
            // Closed by what reads it.
            BufferedImage image = ImageIO.read(new MemoryCacheImageInputStream(new ByteArrayInputStream(file)));
            if (image == null) {
                throw new IllegalArgumentException("no image");
            }
            return image;
        } catch (IOException e) {
            throw new IllegalArgumentException("no image", e);
        }
    }

    private synchronized void keep(String key, byte[] file) {
        if (files.put(key, file) == null) {
            kept += file.length;
        }
        Iterator<byte[]> oldest = files.values().iterator();
        while (kept > MAX_BYTES && files.size() > 1) {
            kept -= oldest.next().length;
            oldest.remove();
        }
    }

    private static byte[] decoded(String base64) throws BadImage {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new BadImage("image_load_error", "Failed to load the image.");
        }
    }

    /** Of the file's head alone. */
    private static Optional<PictureSizes.Size> size(byte[] file) {
        try (MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                return Optional.empty();
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in);
                int width = reader.getWidth(0);
                int height = reader.getHeight(0);
                return width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE
                        ? Optional.empty()
                        : Optional.of(new PictureSizes.Size(width, height));
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            // What the readers of foreign files throw is of many types.
            return Optional.empty();
        }
    }

    private static String digest(String url) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(url.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java has SHA-256", e);
        }
    }
}
