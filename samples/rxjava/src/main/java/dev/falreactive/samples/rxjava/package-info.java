/** A batch of prompts in the idiom of RxJava. */
@NullMarked
package dev.falreactive.samples.rxjava;

import org.jspecify.annotations.NullMarked;
