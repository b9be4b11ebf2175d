/** Directories and clocks in memory, for tests of whoever uses the ports. */
@NullMarked
package dev.stellwerk.application.fakes;

import org.jspecify.annotations.NullMarked;
