package dev.falreactive.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.falreactive.protocol.TransportFault;
import dev.falreactive.protocol.Wire;
import dev.falreactive.protocol.WireResponse;
import java.io.IOException;

/** R10, R13, R14, R15: whatever answers a call, in the form of {@link Message}. */
@Fuzzed
class AnswerFuzzTest {

    @FuzzTest
    void submit(byte[] input) {
        Queue.submit(Message.read(input));
    }

    @FuzzTest
    void status(byte[] input) {
        Queue.status(Message.read(input));
    }

    @FuzzTest
    void result(byte[] input) {
        Queue.result(Message.read(input));
    }

    @FuzzTest
    void cancel(byte[] input) {
        Queue.cancel(Message.read(input));
    }

    /** The text of a fault comes from an HTTP client, which may quote what it was sent. */
    @FuzzTest
    void fault(byte[] input) {
        String text = Canary.put(new String(input, UTF_8));
        for (TransportFault.Kind kind : TransportFault.Kind.values()) {
            Queue.failed(new TransportFault(kind, text, Wire.NOW, new IOException("broken")));
        }
    }

    /** What is no JSON is shown as text without its tags. */
    @FuzzTest
    void page(byte[] input) {
        WireResponse answer = Wire.answer(502, "<p>" + Canary.put(new String(input, UTF_8)));
        String shown = Wire.failure(Queue.status(answer)).error().bodySnippet();
        int open = shown.indexOf('<');
        Expect.that(open < 0 || shown.indexOf('>', open) < 0, () -> "a tag is left: " + shown);
    }
}
