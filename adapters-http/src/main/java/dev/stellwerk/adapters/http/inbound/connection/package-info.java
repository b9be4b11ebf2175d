/** Connections of clients: what each waits for and how long it may, and how it is told that its client has left. */
@NullMarked
package dev.stellwerk.adapters.http.inbound.connection;

import org.jspecify.annotations.NullMarked;
