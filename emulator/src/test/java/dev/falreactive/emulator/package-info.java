@NullMarked
package dev.falreactive.emulator;

import org.jspecify.annotations.NullMarked;
