package dev.stellwerk.domain.usage;

/**
 * How many of a call's tokens were something else than text; never negative.
 *
 * @param audioInput of the prompt, sound
 * @param imageInput of the prompt, pictures
 * @param reasoning of the answer, what was thought before it
 * @param audioOutput of the answer, sound
 * @param imageOutput of the answer, pictures
 */
public record TokenKinds(long audioInput, long imageInput, long reasoning, long audioOutput, long imageOutput) {
    public static final TokenKinds TEXT = new TokenKinds(0, 0, 0, 0, 0);

    public TokenKinds {
        audioInput = Math.max(0, audioInput);
        imageInput = Math.max(0, imageInput);
        reasoning = Math.max(0, reasoning);
        audioOutput = Math.max(0, audioOutput);
        imageOutput = Math.max(0, imageOutput);
    }

    /** None of these is more than there is: sound before pictures, thoughts before both. */
    TokenKinds within(long input, long output) {
        long heard = Math.min(audioInput, input);
        long thought = Math.min(reasoning, output);
        long said = Math.min(audioOutput, output - thought);
        return new TokenKinds(
                heard,
                Math.min(imageInput, input - heard),
                thought,
                said,
                Math.min(imageOutput, output - thought - said));
    }
}
