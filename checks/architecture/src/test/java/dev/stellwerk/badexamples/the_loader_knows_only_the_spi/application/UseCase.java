package dev.stellwerk.badexamples.the_loader_knows_only_the_spi.application;

public final class UseCase {}
