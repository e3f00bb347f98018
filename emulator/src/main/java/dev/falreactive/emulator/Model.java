package dev.falreactive.emulator;

/** What runs jobs. */
interface Model {

    Outcome run(RunInput input);
}
