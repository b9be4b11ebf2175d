package dev.stellwerk.checks.endtoend.judge;

/** What the last words of a conversation ask a provider to do; every case uses words of its own. */
enum Prompt {
    /** Say hello. */
    HELLO,
    /** Call the tool that was offered, and tell its result once it is there. */
    WEATHER,
    /** Tell the size of the picture that was sent. */
    PICTURE,
    /** Answer in the form that was asked for. */
    FORM,
    /** Fail the first time that these very words are read, and say hello from then on. */
    FLAKY,
    /** Never end a stream. */
    ENDLESS,
    /** Refuse, as for a bad request. */
    REFUSE,
    /** Break a stream off after two words. */
    CUT;

    static Prompt of(String text) {
        for (Prompt prompt : values()) {
            if (text.toUpperCase(java.util.Locale.ROOT).contains(prompt.name())) {
                return prompt;
            }
        }
        return HELLO;
    }
}
