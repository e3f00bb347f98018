/**
 * What a user of fal's queue imports: configuration, credentials, endpoints, tickets, updates, policies and errors.
 *
 * <p>This module does no I/O. It has no sockets, threads, clock or randomness of its own and no reactive type: time and
 * chance arrive as arguments. An adapter, such as {@code fal-reactive-reactor}, sends what this module describes.
 *
 * <p>All types are immutable. References are never null unless annotated {@link org.jspecify.annotations.Nullable}.
 */
@NullMarked
package dev.falreactive;

import org.jspecify.annotations.NullMarked;
