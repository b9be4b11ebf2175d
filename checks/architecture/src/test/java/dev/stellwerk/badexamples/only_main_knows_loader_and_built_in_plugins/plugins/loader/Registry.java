package dev.stellwerk.badexamples.only_main_knows_loader_and_built_in_plugins.plugins.loader;

public final class Registry {}
