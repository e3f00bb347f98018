package dev.falreactive.emulator;

import dev.falreactive.Codec;
import java.util.List;

/** Takes any JSON object and answers with it. */
final class EchoModel implements Model {

    @Override
    public Outcome run(RunInput input) {
        try {
            StoredAnswer answer = StoredAnswer.json(200, Codec.map().read(input.body()));
            return new Outcome(
                    answer.with(Headers.BILLABLE_UNITS, "1"),
                    List.of("Loading model", "Echoing the input"),
                    List.of(),
                    false);
        } catch (IllegalArgumentException e) {
            return Outcome.refused(InputErrors.unreadable(input.body()));
        }
    }
}
