/** The gateway put together: wires the modules by plain constructors, hears signals, reads the machine's clocks. */
@NullMarked
package dev.stellwerk.main.gateway;

import org.jspecify.annotations.NullMarked;
