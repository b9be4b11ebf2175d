/** Which deployment served a session before, on whatever instance. */
@NullMarked
package dev.stellwerk.adapters.redis.affinity;

import org.jspecify.annotations.NullMarked;
