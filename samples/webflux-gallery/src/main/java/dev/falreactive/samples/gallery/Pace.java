package dev.falreactive.samples.gallery;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much one address may do: a number of changes a minute on average, as many at once, and a number of open tabs. An
 * IPv6 visitor has a whole /64. Remembers the latest 10,000 addresses.
 */
final class Pace {

    private static final int ADDRESSES = 10_000;

    private final int perMinute;
    private final int maxTabs;
    private final InstantSource clock;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > ADDRESSES;
        }
    };
    private final Map<String, Integer> tabs = new HashMap<>();

    Pace(int perMinute, int maxTabs, InstantSource clock) {
        this.perMinute = perMinute;
        this.maxTabs = maxTabs;
        this.clock = clock;
    }

    private record Bucket(double left, Instant at) {}

    /** Takes one of what is left; else how long to wait for it. Zero if it was taken. */
    synchronized Duration take(InetAddress address) {
        Instant now = clock.instant();
        double perMilli = perMinute / 60_000.0;
        Bucket before = buckets.getOrDefault(key(address), new Bucket(perMinute, now));
        long passed = Math.max(0, Duration.between(before.at(), now).toMillis());
        double left = Math.min(perMinute, before.left() + passed * perMilli);
        buckets.put(key(address), new Bucket(left < 1 ? left : left - 1, now));
        return left < 1 ? Duration.ofMillis((long) Math.ceil((1 - left) / perMilli)) : Duration.ZERO;
    }

    /** Whether there is room for one more tab; then {@link #tabClosed} must follow. */
    synchronized boolean tabOpened(InetAddress address) {
        int open = tabs.getOrDefault(key(address), 0);
        if (open >= maxTabs) {
            return false;
        }
        tabs.put(key(address), open + 1);
        return true;
    }

    synchronized void tabClosed(InetAddress address) {
        tabs.computeIfPresent(key(address), (key, open) -> open > 1 ? open - 1 : null);
    }

    synchronized int remembered() {
        return buckets.size();
    }

    private static String key(InetAddress address) {
        byte[] bytes = address.getAddress();
        return HexFormat.of().formatHex(bytes.length == 16 ? Arrays.copyOf(bytes, 8) : bytes);
    }
}
