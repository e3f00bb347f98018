/** What a poll, a watch and a wait cost, measured beside other clients on one server. Never published. */
@NullMarked
package dev.falreactive.benchmarks;

import org.jspecify.annotations.NullMarked;
