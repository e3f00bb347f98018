package dev.falreactive.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.falreactive.protocol.EventStreamDecoder.Part;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EventStreamDecoderTest {

    private static final int LIMIT = 1000;

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** As the table writes it: {@code \r}, {@code \n} and {@code ~} for a byte order mark. */
    private static String unescaped(String text) {
        return text.replace("\\r", "\r").replace("\\n", "\n").replace('~', '\uFEFF');
    }

    private static String told(Part part) {
        if (part instanceof Part.Event event) {
            return "[" + event.data().replace("\n", "\\n") + "]";
        }
        return part instanceof Part.Comment comment ? "<" + comment.text() + ">" : "!";
    }

    private static String told(List<Part> parts) {
        return parts.stream().map(EventStreamDecoderTest::told).collect(Collectors.joining());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
                    data: a\\n\\n                                        | [a]
                    data: a\\r\\r                                        | [a]
                    data: a\\r\\n\\r\\n                                  | [a]
                    data: a\\r\\n\\n                                     | [a]
                    data: a\\n\\r                                        | [a]
                    data: a\\r\\n\\rdata: b\\n\\n                        | [a][b]
                    data: a\\ndata: b\\n\\n                              | [a\\n b]
                    data:a\\n\\n                                         | [a]
                    data:  a\\n\\n                                       | [ a]
                    data: a: b:c\\n\\n                                   | [a: b:c]
                    data\\n\\n                                           | []
                    data:\\n\\n                                          | []
                    data: \\n\\n                                         | []
                    data\\ndata\\n\\n                                    | [\\n]
                    data: a\\n\\ndata: b\\n\\n                           | [a][b]
                    data: a\\n\\n\\n\\n\\ndata: b\\n\\n                  | [a][b]
                    ~data: a\\n\\n                                       | [a]
                    ~:c\\n                                               | <c>
                    ~~data: a\\n\\n                                      | ''
                    data: a\\n\\n~data: b\\n\\n                          | [a]
                    :\\n                                                 | <>
                    : keepalive\\n\\n                                    | < keepalive>
                    :a\\n:b\\ndata: c\\n:d\\n\\n                         | <a><b><d>[c]
                    event: x\\nid: 7\\nretry: 10\\ndata: a\\n\\n         | [a]
                    event: x\\nid: 7\\n\\n                               | ''
                    datum: a\\ndata : b\\n data: c\\nDATA: d\\n\\n       | ''
                    nonsense\\ndata: a\\n\\n                             | [a]
                    data: a                                              | ''
                    data: a\\n                                           | ''
                    data: a\\n\\ndata: b                                 | [a]
                    data: a\\n\\ndata: b\\n                              | [a]
                    \\n\\r\\n\\r                                         | ''
                    data: ü – 🐅\\n\\n                                   | [ü – 🐅]
                    """)
    void readsAStream(String stream, String expected) {
        assertThat(told(new EventStreamDecoder(LIMIT).feed(utf8(unescaped(stream)))))
                .isEqualTo(expected.replace("\\n b", "\\nb"));
    }

    @Test
    void bytesThatAreNoTextSpoilTheirPlaceAlone() {
        byte[] bytes = utf8("data: a?b\n\ndata: c\n\n");
        bytes[7] = (byte) 0xc3;

        assertThat(told(new EventStreamDecoder(LIMIT).feed(bytes))).isEqualTo("[a\uFFFDb][c]");
    }

    @Test
    void nothingIsKeptBackThatIsComplete() {
        EventStreamDecoder decoder = new EventStreamDecoder(LIMIT);

        assertThat(told(decoder.feed(utf8("data: a\r")))).isEmpty();
        assertThat(told(decoder.feed(utf8("\n\r")))).isEqualTo("[a]");
        assertThat(told(decoder.feed(utf8("\n")))).isEmpty();
        assertThat(told(decoder.feed(utf8("data: b\n")))).isEmpty();
        assertThat(told(decoder.feed(utf8("\n")))).isEqualTo("[b]");
        assertThat(decoder.feed(new byte[0])).isEmpty();
    }

    @Test
    void aBufferIsReadToItsEnd() {
        ByteBuffer whole = ByteBuffer.wrap(utf8("xxdata: a\n\nxx")).position(2).limit(11);
        ByteBuffer direct =
                ByteBuffer.allocateDirect(9).put(utf8("data: b\n\n")).flip();
        EventStreamDecoder decoder = new EventStreamDecoder(LIMIT);

        assertThat(told(decoder.feed(whole))).isEqualTo("[a]");
        assertThat(told(decoder.feed(direct.asReadOnlyBuffer()))).isEqualTo("[b]");
        assertThat(whole.hasRemaining()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"13, [aaaaaaa]", "12, !"})
    void aLineOfTheLimitIsReadAndOneBeyondItIsNot(int limit, String expected) {
        assertThat(told(new EventStreamDecoder(limit).feed(utf8("data: aaaaaaa\n\n"))))
                .isEqualTo(expected);
    }

    @Test
    void theDataOfAnEventIsBoundedToo() {
        EventStreamDecoder decoder = new EventStreamDecoder(20);

        assertThat(told(decoder.feed(utf8("data: aaaa\ndata: bbbb\n\n")))).isEqualTo("[aaaa\\nbbbb]");
        assertThat(told(decoder.feed(utf8("data: aaaa\ndata: bbbbb\n")))).isEqualTo("!");
        assertThat(told(decoder.feed(utf8("data: c\n\ndata: d\n\n")))).isEqualTo("[d]");
    }

    @Test
    void manyLinesOfOtherFieldsAreNoData() {
        EventStreamDecoder decoder = new EventStreamDecoder(20);

        assertThat(told(decoder.feed(utf8("id: 123456789\n".repeat(100) + "data: a\n\n"))))
                .isEqualTo("[a]");
    }

    /** However long it goes on, it is told once and not kept; what comes behind it is read. */
    @Test
    void aLineWithoutEndIsToldOnce() {
        EventStreamDecoder decoder = new EventStreamDecoder(100);
        List<Part> parts = new ArrayList<>(decoder.feed(utf8("data: before\n\n")));
        for (int i = 0; i < 10_000; i++) {
            parts.addAll(decoder.feed(new byte[64]));
        }
        assertThat(parts).containsExactly(new Part.Event("before"), new Part.TooLarge(100));

        assertThat(told(decoder.feed(utf8("\ndata: " + "x".repeat(200) + "\n:c\ndata: lost\n"))))
                .isEqualTo("<c>");
        assertThat(told(decoder.feed(utf8("\ndata: after\n\n")))).isEqualTo("[after]");
    }

    @Test
    void aLimitIsNeeded() {
        assertThatThrownBy(() -> new EventStreamDecoder(0)).isInstanceOf(IllegalArgumentException.class);
    }

    static Stream<String> streams() {
        Random random = new Random(20261101);
        String[] pieces = {
            "data: a",
            "data:",
            "data",
            ": c",
            ":",
            "id: 1",
            "event: x",
            "\uFEFF",
            "\r",
            "\n",
            "\r\n",
            "\n\n",
            "\r\r",
            "\r\n\r\n",
            "ü",
            "🐅",
            " ",
            "x".repeat(30),
            "data: " + "y".repeat(60)
        };
        return Stream.concat(
                Stream.of("\uFEFFdata: 🐅ü\r\n: c\r\n\r\ndata: 1\rdata: 2\r\rdata: 3\n\n"),
                IntStream.range(0, 60)
                        .mapToObj(i -> random.ints(40, 0, pieces.length)
                                .mapToObj(n -> pieces[n])
                                .collect(Collectors.joining())));
    }

    /** The same bytes say the same, in one piece, byte by byte, or cut anywhere; only a line's limit may be told earlier. */
    @ParameterizedTest
    @MethodSource("streams")
    void howAStreamIsCutDoesNotMatter(String stream) {
        byte[] bytes = utf8(stream);
        for (int limit : new int[] {50, LIMIT}) {
            String whole = told(new EventStreamDecoder(limit).feed(bytes));

            assertThat(told(cut(bytes, limit, IntStream.range(1, bytes.length).toArray())))
                    .isEqualTo(whole);
            for (int at = 1; at < bytes.length; at++) {
                assertThat(told(cut(bytes, limit, at))).isEqualTo(whole);
            }
            Random random = new Random(bytes.length);
            for (int i = 0; i < 20; i++) {
                int[] cuts = random.ints(5, 0, bytes.length + 1).sorted().toArray();
                assertThat(told(cut(bytes, limit, cuts))).isEqualTo(whole);
            }
        }
    }

    private static List<Part> cut(byte[] bytes, int limit, int... cuts) {
        EventStreamDecoder decoder = new EventStreamDecoder(limit);
        List<Part> parts = new ArrayList<>();
        int from = 0;
        for (int cut : cuts) {
            parts.addAll(decoder.feed(Arrays.copyOfRange(bytes, from, cut)));
            from = cut;
        }
        parts.addAll(decoder.feed(Arrays.copyOfRange(bytes, from, bytes.length)));
        return parts;
    }

    /** Byte by byte, a line of some megabytes would take hours if each byte cost the whole line. */
    @Test
    void aLongLineByteByByteTakesTimeInProportion() {
        EventStreamDecoder decoder = new EventStreamDecoder(8_000_000);
        byte[] one = {'x'};
        decoder.feed(utf8("data: "));
        for (int i = 0; i < 4_000_000; i++) {
            decoder.feed(one);
        }

        assertThat(decoder.feed(utf8("\n\n")))
                .singleElement()
                .satisfies(part -> assertThat(((Part.Event) part).data()).hasSize(4_000_000));
    }
}
