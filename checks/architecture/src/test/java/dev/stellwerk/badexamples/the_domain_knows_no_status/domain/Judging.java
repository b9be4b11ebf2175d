package dev.stellwerk.badexamples.the_domain_knows_no_status.domain;

final class Judging {
    private Judging() {}

    static boolean worthARetry(int status) {
        return status == 429;
    }
}
