/** What poll policies cost: jobs of known distributions, watched under virtual time. */
@NullMarked
package dev.falreactive.simulation;

import org.jspecify.annotations.NullMarked;
