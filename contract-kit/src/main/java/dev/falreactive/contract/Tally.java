package dev.falreactive.contract;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Which rules had cases: a method's name begins with its rule. */
final class Tally {

    private static final int RULES = 16;
    private static final Pattern RULE = Pattern.compile("(R\\d\\d)_.*");

    private final Set<String> met = ConcurrentHashMap.newKeySet();
    private final Set<String> rules = new ConcurrentSkipListSet<>();
    private final AtomicInteger cases = new AtomicInteger();

    private volatile String name;

    Tally(String name) {
        this.name = name;
    }

    /** Whose it is. */
    void of(String adapter) {
        name = adapter;
    }

    void ran(String method) {
        met.add(method);
        cases.incrementAndGet();
        Matcher rule = RULE.matcher(method);
        if (rule.matches()) {
            rules.add(rule.group(1));
        }
    }

    void skipped(String method) {
        met.add(method);
    }

    /** The methods that were run or skipped. */
    Set<String> met() {
        return met;
    }

    /** The rules without a case, in order. */
    Set<String> missing() {
        Set<String> missing = new ConcurrentSkipListSet<>();
        IntStream.rangeClosed(1, RULES)
                .mapToObj(number -> String.format("R%02d", number))
                .filter(rule -> !rules.contains(rule))
                .forEach(missing::add);
        return missing;
    }

    @Override
    public String toString() {
        return name + ": " + rules.size() + " rules, " + cases + " cases";
    }
}
