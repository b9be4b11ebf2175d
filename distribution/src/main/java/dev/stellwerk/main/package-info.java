/** Starts the gateway: reads settings, wires the modules, waits and stops. */
@NullMarked
package dev.stellwerk.main;

import org.jspecify.annotations.NullMarked;
