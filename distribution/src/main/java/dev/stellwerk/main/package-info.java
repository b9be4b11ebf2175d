/** Where the process begins: finds the command that is asked for and turns its end into an exit code. */
@NullMarked
package dev.stellwerk.main;

import org.jspecify.annotations.NullMarked;
