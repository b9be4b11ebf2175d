/** The one way to the server: how it is reached, when it counts as away, and what it says on its own. */
@NullMarked
package dev.stellwerk.adapters.redis.connection;

import org.jspecify.annotations.NullMarked;
