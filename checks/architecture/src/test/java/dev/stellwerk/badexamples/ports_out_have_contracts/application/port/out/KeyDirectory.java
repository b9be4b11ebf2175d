package dev.stellwerk.badexamples.ports_out_have_contracts.application.port.out;

public interface KeyDirectory {}
