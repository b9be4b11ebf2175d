/**
 * What a plugin author compiles against, besides the domain. Start at {@link dev.stellwerk.plugins.spi.GatewayPlugin}.
 */
@NullMarked
package dev.stellwerk.plugins.spi;

import org.jspecify.annotations.NullMarked;
