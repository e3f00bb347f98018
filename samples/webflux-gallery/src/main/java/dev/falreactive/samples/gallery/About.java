package dev.falreactive.samples.gallery;

import dev.falreactive.FalConfig;

/**
 * Where jobs run, and who pays.
 *
 * @param backend {@code emulator} on this machine, {@code fal}, or {@code relay}
 * @param host the queue's host
 */
record About(String backend, String host) {

    static About of(FalConfig config) {
        String host = config.baseUrl().getHost();
        boolean local = host.equals("localhost") || host.matches("127(\\.[0-9]{1,3}){3}") || host.startsWith("[");
        return new About(local ? "emulator" : host.endsWith("fal.run") ? "fal" : "relay", host);
    }
}
