package dev.stellwerk.badexamples.threads_come_from_main.adapters.http;

final class Sleepy {
    void nap() throws InterruptedException {
        Thread.sleep(1);
    }
}
