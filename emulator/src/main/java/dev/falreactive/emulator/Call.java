package dev.falreactive.emulator;

import dev.falreactive.protocol.WireRequest;

/** One exchange that is being answered. */
record Call(WireRequest request, Route route, Strike strike, Delivery delivery) {}
