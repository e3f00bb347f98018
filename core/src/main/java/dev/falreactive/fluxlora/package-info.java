/** The image model {@code fal-ai/flux-lora}: its input, its output, and the schema that inputs are checked against. */
@NullMarked
package dev.falreactive.fluxlora;

import org.jspecify.annotations.NullMarked;
