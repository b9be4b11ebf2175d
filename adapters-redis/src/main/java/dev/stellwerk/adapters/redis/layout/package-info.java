/** Names of everything that is stored, in one place. */
@NullMarked
package dev.stellwerk.adapters.redis.layout;

import org.jspecify.annotations.NullMarked;
