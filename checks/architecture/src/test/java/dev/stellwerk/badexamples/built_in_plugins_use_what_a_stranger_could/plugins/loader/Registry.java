package dev.stellwerk.badexamples.built_in_plugins_use_what_a_stranger_could.plugins.loader;

public final class Registry {}
