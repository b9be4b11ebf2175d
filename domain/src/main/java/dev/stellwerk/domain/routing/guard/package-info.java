/** What stands between a decision and the code of plugins: whatever that code does costs its own calls and nobody else anything. */
@NullMarked
package dev.stellwerk.domain.routing.guard;

import org.jspecify.annotations.NullMarked;
