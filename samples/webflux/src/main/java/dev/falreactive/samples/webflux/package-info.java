/** Images over HTTP: a job is submitted, watched as Server-Sent Events, and its result read. */
@NullMarked
package dev.falreactive.samples.webflux;

import org.jspecify.annotations.NullMarked;
