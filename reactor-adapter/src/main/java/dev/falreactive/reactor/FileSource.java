package dev.falreactive.reactor;

import dev.falreactive.InputFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.reactivestreams.Publisher;

/**
 * A file that is here and not in the storage yet: to be uploaded by {@link ReactorFiles}, or put into an input, whose submit
 * uploads it first. Immutable; reads nothing until then.
 */
public final class FileSource implements InputFile {

    private static final Pattern CONTENT_TYPE = Pattern.compile("[!-~]{1,100}/[!-~]{1,100}(?:;[ -~]{1,200})?");
    private static final int MAX_NAME = 255;

    /** Where the bytes are. */
    sealed interface Content {}

    record OnDisk(Path path) implements Content {}

    record InMemory(byte[] bytes) implements Content {}

    record Published(Publisher<ByteBuffer> bytes, OptionalLong length) implements Content {}

    private final Content content;
    private final String name;
    private final String contentType;

    private FileSource(Content content, String name, String contentType) {
        if (name.isBlank() || name.length() > MAX_NAME) {
            throw new IllegalArgumentException("a file's name must have from 1 to " + MAX_NAME + " characters");
        }
        if (!CONTENT_TYPE.matcher(contentType).matches()) {
            throw new IllegalArgumentException("a content type must be type/subtype, in ASCII");
        }
        this.content = content;
        this.name = name;
        this.contentType = contentType;
    }

    /**
     * A file on disk. It is named as it is there, without its directories; its content type is told from the name's end, as
     * {@code application/octet-stream} if that says nothing. It is read in small pieces, a part that fails anew.
     *
     * @param path the file
     * @return the source
     */
    public static FileSource of(Path path) {
        String name = String.valueOf(path.getFileName());
        return new FileSource(new OnDisk(path), name, ContentTypes.of(name));
    }

    /**
     * Bytes. Named {@code file} with an ending by the type, unless said otherwise.
     *
     * @param bytes the bytes; not copied, and not to be changed
     * @param contentType their media type, such as {@code image/png}
     * @return the source
     */
    public static FileSource of(byte[] bytes, String contentType) {
        return new FileSource(
                new InMemory(Objects.requireNonNull(bytes, "bytes")), ContentTypes.nameFor(contentType), contentType);
    }

    /**
     * Bytes that come, how many is not known before. They are asked for as fast as they leave; each upload subscribes anew.
     * Since they cannot be asked for twice, each part that is under way is held in memory: (concurrency + 2) times 10 MiB at
     * the most. Named {@code file} with an ending by the type, unless said otherwise.
     *
     * @param bytes the bytes; each buffer is copied when it comes
     * @param contentType their media type
     * @return the source
     */
    public static FileSource of(Publisher<ByteBuffer> bytes, String contentType) {
        return new FileSource(
                new Published(Objects.requireNonNull(bytes, "bytes"), OptionalLong.empty()),
                ContentTypes.nameFor(contentType),
                contentType);
    }

    /**
     * Bytes that come, and how many: as {@link #of(Publisher, String)}, but progress has a total, and another number of bytes
     * is an error.
     *
     * @param bytes the bytes; each buffer is copied when it comes
     * @param length how many there are, 0 or more
     * @param contentType their media type
     * @return the source
     */
    public static FileSource of(Publisher<ByteBuffer> bytes, long length, String contentType) {
        if (length < 0) {
            throw new IllegalArgumentException("length must be 0 or more, not " + length);
        }
        return new FileSource(
                new Published(Objects.requireNonNull(bytes, "bytes"), OptionalLong.of(length)),
                ContentTypes.nameFor(contentType),
                contentType);
    }

    /**
     * The same file by another name.
     *
     * @param newName the name, 1 to 255 characters
     * @return a new source
     */
    public FileSource named(String newName) {
        return new FileSource(content, newName, contentType);
    }

    /**
     * The same file with another media type.
     *
     * @param newType such as {@code image/png}
     * @return a new source
     */
    public FileSource typed(String newType) {
        return new FileSource(content, name, newType);
    }

    /** {@return the name that it is uploaded by} */
    public String name() {
        return name;
    }

    /** {@return its media type} */
    public String contentType() {
        return contentType;
    }

    Content content() {
        return content;
    }

    /**
     * There is none.
     *
     * @throws IllegalStateException always: who writes an input without this library's codecs uploads its files himself
     */
    @Override
    public String url() {
        throw new IllegalStateException(
                "the file " + name + " has not been uploaded: submit the input that holds it with a"
                        + " client, or upload it first and put the UploadedFile in its place");
    }

    /** {@return false} */
    @Override
    public boolean isUploaded() {
        return false;
    }

    /** {@return name and type} */
    @Override
    public String toString() {
        return "FileSource[" + name + ", " + contentType + "]";
    }
}
