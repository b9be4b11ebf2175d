package dev.stellwerk.badexamples.the_loader_knows_only_the_spi.plugins.loader;

import dev.stellwerk.badexamples.the_loader_knows_only_the_spi.application.UseCase;

record Nosy(UseCase it) {}
