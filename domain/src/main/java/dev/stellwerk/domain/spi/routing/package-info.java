/** What plugins and the gateway speak of when a request is routed. */
@NullMarked
package dev.stellwerk.domain.spi.routing;

import org.jspecify.annotations.NullMarked;
