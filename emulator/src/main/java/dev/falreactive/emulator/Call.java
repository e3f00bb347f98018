package dev.falreactive.emulator;

import dev.falreactive.protocol.WireRequest;
import java.util.Optional;

/**
 * One exchange that is being answered.
 *
 * @param fault the name of what strikes it
 */
record Call(WireRequest request, Route route, Optional<String> fault, Delivery delivery) {}
