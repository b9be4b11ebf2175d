/** Which keys there are in LiteLLM's files: those that work, those that restrict and are refused, and mere comfort. */
@NullMarked
package dev.stellwerk.adapters.persistence.config.key;

import org.jspecify.annotations.NullMarked;
