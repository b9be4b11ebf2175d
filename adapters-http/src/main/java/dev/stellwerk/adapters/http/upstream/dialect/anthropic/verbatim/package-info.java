/** The Messages API before deployments that speak it: bytes pass. Start at {@link NativeMessages}. */
@NullMarked
package dev.stellwerk.adapters.http.upstream.dialect.anthropic.verbatim;

import org.jspecify.annotations.NullMarked;
