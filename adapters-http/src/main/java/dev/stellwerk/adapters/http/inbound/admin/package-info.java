/** Management of teams, keys and customers as clients of LiteLLM know it. */
@NullMarked
package dev.stellwerk.adapters.http.inbound.admin;

import org.jspecify.annotations.NullMarked;
