package dev.falreactive.boot;

import dev.falreactive.FalCredentials;

/** A queue that stands for fal's, with all clients: an emulator. It names no type of the emulator, which may be missing. */
record FalOrigin(String baseUrl, FalCredentials credentials, String webhookKeysUrl) {}
