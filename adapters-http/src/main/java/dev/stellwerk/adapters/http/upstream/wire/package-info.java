/** Bytes to and from an upstream: pooled connections, heads, body framing, and the deadline that ends a call. */
@NullMarked
package dev.stellwerk.adapters.http.upstream.wire;

import org.jspecify.annotations.NullMarked;
