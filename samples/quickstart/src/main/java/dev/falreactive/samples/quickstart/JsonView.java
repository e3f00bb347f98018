package dev.falreactive.samples.quickstart;

import dev.falreactive.Codec;
import dev.falreactive.Diagnosis;
import dev.falreactive.FalException;
import dev.falreactive.QueueTicket;
import dev.falreactive.StatusUpdate;
import dev.falreactive.fluxlora.FluxLoraResult;
import dev.falreactive.protocol.FieldNames;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One JSON object a line on standard output; notes go to standard error. */
final class JsonView implements View {

    private final PrintStream out;
    private final PrintStream err;

    JsonView(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public void note(String text) {
        err.println(text);
    }

    @Override
    public void diagnosis(Diagnosis diagnosis) {
        DiagnosisJson.of(diagnosis).forEach(event -> emit(event.name(), event.fields()));
    }

    @Override
    public void ticket(QueueTicket ticket) {
        emit("ticket", Map.of("ticket", json(ticket)));
    }

    @Override
    public void status(StatusUpdate update) {
        emit("status", update.toJson());
    }

    @Override
    public void result(FluxLoraResult result, List<SavedImage> images) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("result", result.toJson());
        fields.put(
                "files", images.stream().map(image -> image.file().toString()).toList());
        emit("result", fields);
    }

    @Override
    public void error(Throwable error) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("type", error.getClass().getSimpleName());
        fields.put(FieldNames.MESSAGE, String.valueOf(error.getMessage()));
        Optional<FalException> known = error instanceof FalException e ? Optional.of(e) : Optional.empty();
        fields.put(FieldNames.REQUEST_ID, known.flatMap(FalException::requestId).orElse(null));
        fields.put(
                "ticket",
                known.flatMap(FalException::ticket).map(JsonView::json).orElse(null));
        emit("error", fields);
    }

    private static Map<String, @Nullable Object> json(QueueTicket ticket) {
        return Codec.map().read(ticket.toJson().getBytes(StandardCharsets.UTF_8));
    }

    private synchronized void emit(String event, Map<String, ? extends @Nullable Object> fields) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("event", event);
        line.putAll(fields);
        out.println(new String(Codec.map().write(line), StandardCharsets.UTF_8));
        out.flush();
    }
}
