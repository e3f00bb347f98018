/** What jobs and calls do, as Micrometer's observations and meters. */
@NullMarked
package dev.falreactive.micrometer;

import org.jspecify.annotations.NullMarked;
