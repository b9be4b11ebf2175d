/** What is known about each deployment's traffic: calls in flight, latency, usage, failures and cooldowns. */
@NullMarked
package dev.stellwerk.domain.traffic;

import org.jspecify.annotations.NullMarked;
