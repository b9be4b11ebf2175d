package dev.stellwerk.badexamples.ports_in_do_not_know_ports_out.application.port.out;

public interface Catalog {}
