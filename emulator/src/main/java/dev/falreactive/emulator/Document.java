package dev.falreactive.emulator;

/** A body that has to be drawn first. */
@FunctionalInterface
interface Document {

    byte[] bytes(Gallery gallery);
}
