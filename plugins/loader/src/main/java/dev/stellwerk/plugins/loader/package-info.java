/** Which plugins there are, what they may be called by, and how their settings reach them. Start at {@link PluginSet}. */
@NullMarked
package dev.stellwerk.plugins.loader;

import org.jspecify.annotations.NullMarked;
