/** What the three batch programs share and no reactive library is needed for: options, files, and what is shown. */
@NullMarked
package dev.falreactive.samples.batch;

import org.jspecify.annotations.NullMarked;
