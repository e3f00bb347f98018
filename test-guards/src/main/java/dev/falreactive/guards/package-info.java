/** Guards that the tests of every module share. */
@NullMarked
package dev.falreactive.guards;

import org.jspecify.annotations.NullMarked;
