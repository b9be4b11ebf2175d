/** Streams of events: cutting them out of bytes, rewriting them for the client, passing them on. */
@NullMarked
package dev.stellwerk.adapters.http.upstream.stream;

import org.jspecify.annotations.NullMarked;
