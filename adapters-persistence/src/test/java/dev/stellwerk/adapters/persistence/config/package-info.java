@NullMarked
package dev.stellwerk.adapters.persistence.config;

import org.jspecify.annotations.NullMarked;
