package dev.stellwerk.badexamples.main_uses_only_the_modules_of_adapters.adapters.redis;

public final class KeyLayout {}
