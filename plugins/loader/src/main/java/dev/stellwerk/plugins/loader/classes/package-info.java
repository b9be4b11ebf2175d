/** A stranger's classes: judged by their bytes before any of their code runs, then defined apart from the gateway's own. */
@NullMarked
package dev.stellwerk.plugins.loader.classes;

import org.jspecify.annotations.NullMarked;
