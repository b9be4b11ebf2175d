/** What a model call consists of on both sides of the gateway: its body, its headers, its stream, its end. */
@NullMarked
package dev.stellwerk.application.call;

import org.jspecify.annotations.NullMarked;
