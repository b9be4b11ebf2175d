/**
 * Many virtual hours of traffic on one thread: scripted upstreams, every strategy, every story. Start at
 * {@link dev.stellwerk.simulation.Simulation}; {@code report.md} is what it prints.
 */
@NullMarked
package dev.stellwerk.simulation;

import org.jspecify.annotations.NullMarked;
