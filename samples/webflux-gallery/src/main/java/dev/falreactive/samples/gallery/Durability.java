package dev.falreactive.samples.gallery;

import reactor.core.publisher.Mono;

/** What a database needs after a change, so that the change outlives a process that is killed. */
@FunctionalInterface
interface Durability {

    /** Of a database whose commits are durable. */
    Durability BY_COMMIT = Mono::empty;

    Mono<Void> secure();
}
