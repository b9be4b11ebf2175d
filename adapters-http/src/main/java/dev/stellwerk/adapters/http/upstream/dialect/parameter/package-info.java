/** What becomes of a request's parameters before a provider that does not take them all. Start at {@link Fitting}. */
@NullMarked
package dev.stellwerk.adapters.http.upstream.dialect.parameter;

import org.jspecify.annotations.NullMarked;
