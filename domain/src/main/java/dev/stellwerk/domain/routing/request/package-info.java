/** What a decision depends on, made when a request is admitted; afterwards it can only become narrower. */
@NullMarked
package dev.stellwerk.domain.routing.request;

import org.jspecify.annotations.NullMarked;
