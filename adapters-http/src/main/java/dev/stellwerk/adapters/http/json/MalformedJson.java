package dev.stellwerk.adapters.http.json;

/** Bytes that are not the JSON they should be. Has no stack trace: whoever reads the bytes expects it. */
public final class MalformedJson extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedJson(String problem) {
        super(problem, null, false, false);
    }

    static MalformedJson at(int offset, String problem) {
        return new MalformedJson(problem + " at byte " + offset);
    }
}
