/** Files, variables and YAML to places and sections, which their readers ask for values of a type. */
@NullMarked
package dev.stellwerk.adapters.persistence.config.source;

import org.jspecify.annotations.NullMarked;
