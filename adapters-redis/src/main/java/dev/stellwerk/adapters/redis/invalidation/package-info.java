/** Which records changed on other instances. */
@NullMarked
package dev.stellwerk.adapters.redis.invalidation;

import org.jspecify.annotations.NullMarked;
