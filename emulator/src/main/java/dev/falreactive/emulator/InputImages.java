package dev.falreactive.emulator;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * The images that inputs name: those that come inside a data URI, those that the emulator has drawn, and those that were
 * uploaded to it. No other is fetched: of such a one nothing is known but its URL, from which a picture is made up, as it is
 * for an upload that is no image. Keeps the latest files of data URIs. Safe for use by several threads.
 */
final class InputImages {

    private static final int MAX_BYTES = 64 * 1024 * 1024;
    private static final int MAX_SIDE = 14_142;
    private static final Pattern DATA = Pattern.compile("data:[^,;]*((?:;[^,;]*)*);base64,", Pattern.CASE_INSENSITIVE);
    private static final Pattern OWN = Pattern.compile(".*/_emulator/images/([^/]+)/(\\d{1,2})\\.(?:jpeg|png)");
    private static final Pattern UPLOADED = Pattern.compile(".*/_emulator/files/([^/]+)/[^/]*");
    private static final PictureSizes.Size UNKNOWN = new PictureSizes.Size(1024, 768);

    private final Map<String, byte[]> files = new LinkedHashMap<>(16, 0.75f, true);
    private final Uploads uploads;
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

    /** Where files that were uploaded are looked up. */
    interface Uploads {
        Optional<Uploaded> image(String id);
    }

    /**
     * A file that was uploaded, and begins as an image does.
     *
     * @param pieces what it is made of, in order
     * @param size what its head says
     */
    record Uploaded(List<Path> pieces, PictureSizes.Size size) {}

    /** Without a storage. */
    InputImages() {
        this(id -> Optional.empty());
    }

    InputImages(Uploads uploads) {
        this.uploads = uploads;
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
            return new Original(key, size);
        }
        Matcher local = OWN.matcher(url);
        if (local.matches()) {
            PictureSpec picture = own.picture(local.group(1), Integer.parseInt(local.group(2)))
                    .orElseThrow(() -> new BadImage("file_download_error", "Failed to download the file."));
            PictureSizes.Size size = new PictureSizes.Size(picture.width(), picture.height());
            return new Original(key, size, Optional.of(picture), List.of());
        }
        Matcher uploaded = UPLOADED.matcher(url);
        return (uploaded.matches() ? uploads.image(uploaded.group(1)) : Optional.<Uploaded>empty())
                .map(image -> new Original(key, image.size(), Optional.empty(), image.pieces()))
                .orElseGet(() -> new Original(key, UNKNOWN));
    }

    /** An image that came in a data URI, if it is kept still. */
    synchronized Optional<byte[]> file(Original original) {
        return Optional.ofNullable(files.get(original.key()));
    }

    /** An image that was uploaded, if its file is there still and all of it is one. Blocks. */
    static Optional<BufferedImage> uploaded(Original original) {
        if (original.uploaded().isEmpty()) {
            return Optional.empty();
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            for (Path piece : original.uploaded()) {
                Files.copy(piece, file);
            }
            return Optional.of(read(file.toByteArray()));
        } catch (IOException | RuntimeException e) {
            // What the readers of foreign files throw is of many types.
            return Optional.empty();
        }
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

    private static Optional<PictureSizes.Size> size(byte[] file) {
        return size(new ByteArrayInputStream(file));
    }

    /** Of the file's head alone. */
    static Optional<PictureSizes.Size> size(InputStream file) {
        try (MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(file)) {
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
