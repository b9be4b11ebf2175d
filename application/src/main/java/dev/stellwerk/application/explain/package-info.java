/** Why a request goes where it goes, without sending it. */
@NullMarked
package dev.stellwerk.application.explain;

import org.jspecify.annotations.NullMarked;
