/** Calls upstreams and turns what comes back into outcomes. Start at {@link HttpUpstreamClient}. */
@NullMarked
package dev.stellwerk.adapters.http.upstream;

import org.jspecify.annotations.NullMarked;
