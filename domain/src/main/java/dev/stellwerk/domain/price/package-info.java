/** What calls cost: by token, by unit, and by which terms. Start at {@link dev.stellwerk.domain.price.Price}. */
@NullMarked
package dev.stellwerk.domain.price;

import org.jspecify.annotations.NullMarked;
