/** A batch of prompts in the idiom of Reactor. */
@NullMarked
package dev.falreactive.samples.reactor;

import org.jspecify.annotations.NullMarked;
