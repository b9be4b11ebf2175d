/** What a decision depends on, fixed once for each request. */
@NullMarked
package dev.stellwerk.domain.routing.request;

import org.jspecify.annotations.NullMarked;
