/** Keys, teams and customers: queries, rows and what is known of them without asking. */
@NullMarked
package dev.stellwerk.adapters.persistence.access;

import org.jspecify.annotations.NullMarked;
