/** Reads {@code stellwerk}: what LiteLLM has no key for. */
@NullMarked
package dev.stellwerk.adapters.persistence.config.stellwerk;

import org.jspecify.annotations.NullMarked;
