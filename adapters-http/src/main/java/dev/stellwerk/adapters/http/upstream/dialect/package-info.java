/** What every provider's way to be called has in common; each has a package of its own below. Start at {@link Dialect}. */
@NullMarked
package dev.stellwerk.adapters.http.upstream.dialect;

import org.jspecify.annotations.NullMarked;
