/** Whether the process lives and whether calls are likely to succeed. */
@NullMarked
package dev.stellwerk.adapters.http.inbound.health;

import org.jspecify.annotations.NullMarked;
