/** fal's queue in Spring Boot: clients, webhooks, health and metrics by the properties {@code fal.*}. */
@NullMarked
package dev.falreactive.boot;

import org.jspecify.annotations.NullMarked;
