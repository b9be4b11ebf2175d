/** The built-in strategies and filters, brought in through the same factories as a stranger's. */
@NullMarked
package dev.stellwerk.plugins.builtin;

import org.jspecify.annotations.NullMarked;
