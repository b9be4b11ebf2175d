/** What instances tell each other about deployments: cooldowns, calls in flight, usage of the minute. */
@NullMarked
package dev.stellwerk.adapters.redis.traffic;

import org.jspecify.annotations.NullMarked;
