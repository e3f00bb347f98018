/** A command line that goes from a prompt to an image on disk. */
@NullMarked
package dev.falreactive.samples.quickstart;

import org.jspecify.annotations.NullMarked;
