/** The attempts of one request: retries, order tiers and fallbacks, and when a deployment has to sit out. Start at {@link RoutingSession}. */
@NullMarked
package dev.stellwerk.domain.routing.session;

import org.jspecify.annotations.NullMarked;
