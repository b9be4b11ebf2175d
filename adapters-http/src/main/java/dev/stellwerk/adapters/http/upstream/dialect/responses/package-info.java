/** The Responses API before deployments that only know chat completions. Start at {@link ResponsesOverChat}. */
@NullMarked
package dev.stellwerk.adapters.http.upstream.dialect.responses;

import org.jspecify.annotations.NullMarked;
