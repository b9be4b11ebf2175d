/** How the router routes: what configuration sets and teams and keys override. */
@NullMarked
package dev.stellwerk.domain.routing.settings;

import org.jspecify.annotations.NullMarked;
