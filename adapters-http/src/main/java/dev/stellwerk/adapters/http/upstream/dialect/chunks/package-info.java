/** The chunks of a chat completion as the events of another API. Start at {@link ChunkTranslator}. */
@NullMarked
package dev.stellwerk.adapters.http.upstream.dialect.chunks;

import org.jspecify.annotations.NullMarked;
