/** The folder that plugins come from, read whole into memory. Start at {@link dev.stellwerk.plugins.loader.folder.PluginFolder}. */
@NullMarked
package dev.stellwerk.plugins.loader.folder;

import org.jspecify.annotations.NullMarked;
