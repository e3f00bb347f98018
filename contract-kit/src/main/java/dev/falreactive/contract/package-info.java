/**
 * The contract rules R01 to R16 as tests. An adapter implements {@link dev.falreactive.contract.QueueFace} and a test class
 * that implements {@link dev.falreactive.contract.QueueClientContract}; all rules then run against it over real HTTP.
 */
@NullMarked
package dev.falreactive.contract;

import org.jspecify.annotations.NullMarked;
