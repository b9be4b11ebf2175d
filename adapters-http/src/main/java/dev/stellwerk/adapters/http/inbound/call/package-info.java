/** Requests as model calls: the few members, fields and headers that speak to the gateway are read here, and no others. */
@NullMarked
package dev.stellwerk.adapters.http.inbound.call;

import org.jspecify.annotations.NullMarked;
