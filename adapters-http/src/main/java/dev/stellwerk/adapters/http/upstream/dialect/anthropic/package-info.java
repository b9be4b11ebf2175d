/** Anthropic's Messages API: chat completions become messages, and messages, their streams and errors chat completions. */
@NullMarked
package dev.stellwerk.adapters.http.upstream.dialect.anthropic;

import org.jspecify.annotations.NullMarked;
