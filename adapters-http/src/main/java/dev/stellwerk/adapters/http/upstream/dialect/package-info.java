/** How each kind of provider wants to be called: URL, credential, what it can do. Start at {@link Dialect}. */
@NullMarked
package dev.stellwerk.adapters.http.upstream.dialect;

import org.jspecify.annotations.NullMarked;
