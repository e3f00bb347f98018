package dev.falreactive.emulator;

import dev.falreactive.Codec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Fault rules that stand in prompts, as in {@code a fox [fault status:edge-502*3]}. */
final class PromptRules {

    private static final String FIELD = "prompt";
    private static final String BEGIN = "[fault";

    /** An argument in parentheses may hold brackets: it ends where the rule may end. */
    private static final Pattern RULE =
            Pattern.compile("\\[fault\\s([^()\\]]*(?:\\(.*?\\)\\s*(?:\\*\\s*\\d+\\s*)?)?)]", Pattern.DOTALL);

    private static final Pattern BEGUN = Pattern.compile("\\[fault\\s");

    private PromptRules() {}

    /**
     * The rules in an input, in order; none if it is no JSON object.
     *
     * @throws IllegalArgumentException if one makes no sense; the message is for the caller
     */
    static List<FaultRule> in(byte[] body) {
        // Most inputs have none, and need not be read for it.
        if (!new String(body, StandardCharsets.ISO_8859_1).contains(BEGIN)) {
            return List.of();
        }
        Map<String, @Nullable Object> input;
        try {
            input = Codec.map().read(body);
        } catch (IllegalArgumentException e) {
            return List.of();
        }
        List<FaultRule> rules = new ArrayList<>();
        collect(input, rules);
        return List.copyOf(rules);
    }

    /** A prompt without its rules. */
    static String strip(String prompt) {
        Matcher rule = RULE.matcher(prompt);
        return rule.find() ? rule.replaceAll(" ").replaceAll("\\s+", " ").strip() : prompt;
    }

    private static void collect(@Nullable Object value, List<FaultRule> rules) {
        if (value instanceof List<?> list) {
            list.forEach(item -> collect(item, rules));
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((name, nested) -> {
                if (FIELD.equals(name) && nested instanceof String prompt) {
                    read(prompt, rules);
                } else {
                    collect(nested, rules);
                }
            });
        }
    }

    private static void read(String prompt, List<FaultRule> rules) {
        Matcher rule = RULE.matcher(prompt);
        StringBuilder rest = new StringBuilder();
        while (rule.find()) {
            rules.add(FaultRule.parse(rule.group(1)));
            rule.appendReplacement(rest, "");
        }
        rule.appendTail(rest);
        if (BEGUN.matcher(rest).find()) {
            throw new IllegalArgumentException(
                    "a fault rule in a prompt begins with '[fault ' and ends with ']', as in [fault status:edge-502*3]");
        }
    }
}
