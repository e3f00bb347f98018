/**
 * A local fal queue over real HTTP: {@link dev.falreactive.emulator.FalEmulator} to embed, {@link
 * dev.falreactive.emulator.StartEmulator} for JUnit, {@link dev.falreactive.emulator.EmulatedQueue} as a value without a
 * socket.
 *
 * <p>References are never null unless annotated {@link org.jspecify.annotations.Nullable}.
 */
@NullMarked
package dev.falreactive.emulator;

import org.jspecify.annotations.NullMarked;
