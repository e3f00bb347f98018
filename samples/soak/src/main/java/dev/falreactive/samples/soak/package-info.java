/** A soak: many jobs against an emulator that breaks calls, with a client that is killed in between. */
@NullMarked
package dev.falreactive.samples.soak;

import org.jspecify.annotations.NullMarked;
