package dev.stellwerk.badexamples.the_spi_knows_only_the_domain.plugins.spi;

import dev.stellwerk.badexamples.the_spi_knows_only_the_domain.application.UseCase;

record Nosy(UseCase it) {}
