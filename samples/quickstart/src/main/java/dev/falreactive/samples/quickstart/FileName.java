package dev.falreactive.samples.quickstart;

import dev.falreactive.fluxlora.GeneratedImage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** What an image's file is named. */
final class FileName {

    private static final int LONGEST_ID = 40;

    private FileName() {}

    /** Made of the job's id, so that resuming a ticket twice writes the same files; nothing of it is a path. */
    static String of(String requestId, GeneratedImage image, int number) {
        return "flux-lora-" + named(requestId) + "-" + number + (isPng(image) ? ".png" : ".jpg");
    }

    /** An ordinary id as it is. Of another, what a name may hold and a hash of the whole: two jobs never share a file. */
    private static String named(String requestId) {
        String id = requestId.replaceAll("[^A-Za-z0-9_-]", "");
        if (id.equals(requestId) && id.length() <= LONGEST_ID) {
            return id;
        }
        return id.substring(0, Math.min(id.length(), LONGEST_ID)) + "-" + hash(requestId);
    }

    private static String hash(String text) {
        try {
            byte[] whole = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(whole, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java has SHA-256", e);
        }
    }

    private static boolean isPng(GeneratedImage image) {
        String type = image.contentType().orElse("").toLowerCase(Locale.ROOT);
        String url = image.url().toLowerCase(Locale.ROOT);
        return type.contains("png") || type.isEmpty() && (url.startsWith("data:image/png") || url.endsWith(".png"));
    }
}
