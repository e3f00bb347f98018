/** When the next status call pays most, learned from the jobs that a client has seen, and how calls share a budget. */
@NullMarked
package dev.falreactive.polling;

import org.jspecify.annotations.NullMarked;
