/** Limits counted by the server, and by this instance while the server is away. */
@NullMarked
package dev.stellwerk.adapters.redis.limits;

import org.jspecify.annotations.NullMarked;
