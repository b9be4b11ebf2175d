/** Azure OpenAI: OpenAI's bodies at addresses of its own. */
@NullMarked
package dev.stellwerk.adapters.http.upstream.dialect.azure;

import org.jspecify.annotations.NullMarked;
