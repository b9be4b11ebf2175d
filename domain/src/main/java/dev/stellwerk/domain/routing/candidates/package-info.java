/** Who is still in play for one attempt, who is out and why. */
@NullMarked
package dev.stellwerk.domain.routing.candidates;

import org.jspecify.annotations.NullMarked;
