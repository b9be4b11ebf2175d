/** What can be called, and by which routes. */
@NullMarked
package dev.stellwerk.adapters.http.inbound.listing;

import org.jspecify.annotations.NullMarked;
