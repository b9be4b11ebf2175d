package dev.stellwerk.badexamples.ports_in_do_not_know_ports_out.application.port.in;

import dev.stellwerk.badexamples.ports_in_do_not_know_ports_out.application.port.out.Catalog;

record Nosy(Catalog it) {}
