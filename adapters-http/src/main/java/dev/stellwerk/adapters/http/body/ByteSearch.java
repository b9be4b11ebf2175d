package dev.stellwerk.adapters.http.body;

/** Comparing stretches of bytes. */
final class ByteSearch {
    private ByteSearch() {}

    static boolean startsWith(byte[] bytes, int at, byte[] wanted) {
        if (bytes.length - at < wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (bytes[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    static boolean startsWith(byte[] bytes, int at, char... wanted) {
        if (bytes.length - at < wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (bytes[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
