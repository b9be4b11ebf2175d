/** Reads {@code router_settings}: strategies, aliases, fallbacks, retries and limits. */
@NullMarked
package dev.stellwerk.adapters.persistence.config.router;

import org.jspecify.annotations.NullMarked;
