/**
 * The gateway as clients see it: routes, requests as calls of use cases, answers as bytes.
 *
 * <p>Start at {@link Dispatcher} for what happens to a request, at {@code connection.ClientConnection} for what happens to a
 * connection.
 */
@NullMarked
package dev.stellwerk.adapters.http.inbound;

import org.jspecify.annotations.NullMarked;
