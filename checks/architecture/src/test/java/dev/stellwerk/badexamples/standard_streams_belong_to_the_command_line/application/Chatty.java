package dev.stellwerk.badexamples.standard_streams_belong_to_the_command_line.application;

final class Chatty {
    void talk() {
        System.out.println("hello");
    }
}
