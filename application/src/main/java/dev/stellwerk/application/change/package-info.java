/** What management asks to be changed: each field is kept, cleared or set. */
@NullMarked
package dev.stellwerk.application.change;

import org.jspecify.annotations.NullMarked;
