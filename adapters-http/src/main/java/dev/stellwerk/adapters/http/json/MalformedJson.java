package dev.stellwerk.adapters.http.json;

/** Bytes that are not the JSON they should be. Has no stack trace: whoever reads the bytes expects it. */
public final class MalformedJson extends Exception {
    private static final long serialVersionUID = 1L;

    private final int offset;

    private MalformedJson(int offset, String problem) {
        super(problem, null, false, false);
        this.offset = offset;
    }

    /** @param offset of the first byte that does not fit */
    static MalformedJson at(int offset, String problem) {
        return new MalformedJson(offset, problem);
    }

    /**
     * What is wrong and where, for people: lines and columns count from 1, columns in characters.
     *
     * @param bytes that were read, from their beginning
     */
    public String in(byte[] bytes) {
        int line = 1;
        int column = 1;
        for (int at = 0; at < Math.min(offset, bytes.length); at++) {
            if (bytes[at] == '\n') {
                line++;
                column = 1;
            } else if ((bytes[at] & 0xC0) != 0x80) { // a byte that goes on with a character counts with it
                column++;
            }
        }
        return getMessage() + " at line " + line + ", column " + column;
    }
}
