package dev.stellwerk.badexamples.fields_of_the_domain_are_final.domain;

final class Counter {
    int count;
}
