/** The commands of the command line, their options and what they print. */
@NullMarked
package dev.stellwerk.main.command;

import org.jspecify.annotations.NullMarked;
