/** OpenAI's API and the many that copy it. Start at {@link OpenAiDialect}. */
@NullMarked
package dev.stellwerk.adapters.http.upstream.dialect.openai;

import org.jspecify.annotations.NullMarked;
