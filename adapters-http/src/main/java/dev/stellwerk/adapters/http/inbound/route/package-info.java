/** Routes and the one request that each of them is handed: its parts, and the ways to answer it. */
@NullMarked
package dev.stellwerk.adapters.http.inbound.route;

import org.jspecify.annotations.NullMarked;
