/** Finds plugin jars, isolates them and guards what they do. */
@NullMarked
package dev.stellwerk.plugins.loader;

import org.jspecify.annotations.NullMarked;
