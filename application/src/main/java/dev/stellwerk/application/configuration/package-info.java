/** A configuration as read: everything the gateway is told at start. */
@NullMarked
package dev.stellwerk.application.configuration;

import org.jspecify.annotations.NullMarked;
