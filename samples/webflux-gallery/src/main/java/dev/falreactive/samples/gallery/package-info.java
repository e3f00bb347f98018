/** A gallery on one page: jobs are kept in a database, watched by the server, and shown to every open tab. */
@NullMarked
package dev.falreactive.samples.gallery;

import org.jspecify.annotations.NullMarked;
