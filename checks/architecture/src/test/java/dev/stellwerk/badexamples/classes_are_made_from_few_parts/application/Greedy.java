package dev.stellwerk.badexamples.classes_are_made_from_few_parts.application;

final class Greedy {
    Greedy(int a, int b, int c, int d, int e, int f, int g, int h, int i) {}
}
