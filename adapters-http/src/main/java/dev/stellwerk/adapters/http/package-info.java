/** HTTP in and out: the server that clients speak to, and the client that speaks to upstreams. */
@NullMarked
package dev.stellwerk.adapters.http;

import org.jspecify.annotations.NullMarked;
