/**
 * Reads the configuration file: YAML to places, places to types, everything noticed on the way as a finding with file,
 * line and key. Start at {@link ConfigurationReader}.
 */
@NullMarked
package dev.stellwerk.adapters.persistence.config;

import org.jspecify.annotations.NullMarked;
