/** Tests of an application against a local queue. */
@NullMarked
package dev.falreactive.boot.test;

import org.jspecify.annotations.NullMarked;
