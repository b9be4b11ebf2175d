package dev.stellwerk.badexamples.ports_are_interfaces_and_values.application.port.out;

final class BusyPort {}
