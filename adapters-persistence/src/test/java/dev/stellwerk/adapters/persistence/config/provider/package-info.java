@NullMarked
package dev.stellwerk.adapters.persistence.config.provider;

import org.jspecify.annotations.NullMarked;
