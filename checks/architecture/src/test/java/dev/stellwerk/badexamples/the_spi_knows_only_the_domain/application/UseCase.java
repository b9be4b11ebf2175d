package dev.stellwerk.badexamples.the_spi_knows_only_the_domain.application;

public final class UseCase {}
