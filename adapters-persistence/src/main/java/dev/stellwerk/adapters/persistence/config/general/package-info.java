/** Reads {@code general_settings}: who may call, what goes over the wire, where state is kept. */
@NullMarked
package dev.stellwerk.adapters.persistence.config.general;

import org.jspecify.annotations.NullMarked;
