/** The management of keys, teams and customers. */
@NullMarked
package dev.stellwerk.application.management;

import org.jspecify.annotations.NullMarked;
