package dev.stellwerk.application.call;

/** Takes the bytes of a stream on their way to the client. Used by one thread. */
public interface StreamSink {
    /**
     * Writes and flushes.
     *
     * @throws ClientGone when the client has left
     */
    void write(byte[] bytes, int offset, int length) throws ClientGone;

    /** The client has left. */
    final class ClientGone extends Exception {
        private static final long serialVersionUID = 1L;

        public ClientGone() {
            super("the client has left", null, false, false);
        }
    }
}
