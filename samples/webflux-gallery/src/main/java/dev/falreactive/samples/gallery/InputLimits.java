package dev.falreactive.samples.gallery;

import dev.falreactive.Codec;
import dev.falreactive.Violation;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.fluxlora.LoraWeight;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The model's schema, and what a page that everybody may use adds to it. */
final class InputLimits {

    static final int PROMPT = 4_000;
    static final int LORAS = 8;
    static final int PATH = 500;

    private static final Set<String> KNOWN = known();

    private InputLimits() {}

    static List<Violation> violations(FluxLoraRequest request) {
        List<Violation> all = new ArrayList<>(request.violations());
        if (!all.isEmpty()) {
            return all;
        }
        String prompt = request.prompt().orElse("");
        if (prompt.isBlank()) {
            all.add(new Violation("/prompt", "minLength", "must not be empty"));
        }
        if (prompt.length() > PROMPT) {
            all.add(new Violation("/prompt", "maxLength", "must be at most " + PROMPT + " characters long"));
        }
        List<LoraWeight> loras = request.loras();
        if (loras.size() > LORAS) {
            all.add(new Violation("/loras", "maxItems", "must be at most " + LORAS));
        }
        for (int i = 0; i < loras.size(); i++) {
            String path = loras.get(i).path().orElse("");
            if (path.isBlank() || path.length() > PATH) {
                all.add(new Violation(
                        "/loras/" + i + "/path", "maxLength", "must be 1 to " + PATH + " characters long"));
            }
        }
        request.toJson().keySet().stream()
                .filter(name -> !KNOWN.contains(name))
                .forEach(name -> all.add(new Violation(
                        "", "additionalProperties", "the model has no setting of the name " + cut(name))));
        return all;
    }

    private static String cut(String name) {
        return name.length() <= 40 ? name : name.substring(0, 40) + "…";
    }

    private static Set<String> known() {
        Object properties = Codec.map()
                .read(FluxLora.inputSchema().document().getBytes(StandardCharsets.UTF_8))
                .get("properties");
        return properties instanceof Map<?, ?> map
                ? Set.copyOf(map.keySet().stream().map(String::valueOf).toList())
                : Set.of();
    }
}
