package dev.stellwerk.adapters.http.upstream.dialect.chunks;

import dev.stellwerk.adapters.http.upstream.stream.Output;
import org.jspecify.annotations.Nullable;

/** Writes the events of one answer in a client's API. Blocks come one behind the other. Belongs to one stream. */
public interface AnswerEvents {
    /** The answer begins. */
    void open(String id, @Nullable String model, Output out);

    /** A piece of a text or a thought, as a JSON string, in a block of its kind. */
    void say(Block kind, byte[] json, int from, int to, Output out);

    /**
     * A call of a tool begins.
     *
     * @param name as the provider was told it
     */
    void beginCall(String id, String name, Output out);

    /** A piece of the arguments of the call that has begun, as a JSON string. */
    void argument(byte[] json, int from, int to, Output out);

    /** How arguments are told that are no object. */
    String whole(String arguments);

    /** Whether the answer has more than can be kept. */
    boolean tooLong();

    /**
     * The answer ends.
     *
     * @param finish why, in the words of chat completions
     * @param calls whether tools are called
     */
    void end(@Nullable String finish, boolean calls, ChatUsage usage, Output out);
}
