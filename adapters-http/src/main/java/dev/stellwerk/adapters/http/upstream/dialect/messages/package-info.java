/** The Messages API before deployments that do not speak it. Start at {@link MessagesOverChat}. */
@NullMarked
package dev.stellwerk.adapters.http.upstream.dialect.messages;

import org.jspecify.annotations.NullMarked;
