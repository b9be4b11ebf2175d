/** What instances share for minutes: limits, traffic, cooldowns and affinity, in Redis. */
@NullMarked
package dev.stellwerk.adapters.redis;

import org.jspecify.annotations.NullMarked;
