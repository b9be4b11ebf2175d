package dev.stellwerk.domain.price;

import dev.stellwerk.domain.spi.InvalidValue;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * US dollars per token, by what the token is. Null means that no price of its own is known; 0 is free.
 *
 * @param input text that is read; null means that it is nothing that tokens are paid for
 * @param output text that is written, as above
 * @param cacheRead input that the provider has in its cache; null means as any input
 * @param cacheWrite input that it puts there; null means as any input
 * @param longCacheWrite input that it is to keep there for longer than usual; null means as other writes
 * @param audioInput sound that is read; null means as any input
 * @param imageInput pictures that are read; null means as any input
 * @param reasoning what is thought before the answer; null means as any output
 * @param audioOutput sound that is made; null means as any output
 * @param imageOutput pictures that are made; null means as any output
 */
public record TokenPrice(
        @Nullable BigDecimal input,
        @Nullable BigDecimal output,
        @Nullable BigDecimal cacheRead,
        @Nullable BigDecimal cacheWrite,
        @Nullable BigDecimal longCacheWrite,
        @Nullable BigDecimal audioInput,
        @Nullable BigDecimal imageInput,
        @Nullable BigDecimal reasoning,
        @Nullable BigDecimal audioOutput,
        @Nullable BigDecimal imageOutput) {

    /** Of text alone, without a cache. */
    public TokenPrice(@Nullable BigDecimal input, @Nullable BigDecimal output) {
        this(input, output, null, null, null, null, null, null, null, null);
    }

    public TokenPrice {
        Stream.of(
                        input,
                        output,
                        cacheRead,
                        cacheWrite,
                        longCacheWrite,
                        audioInput,
                        imageInput,
                        reasoning,
                        audioOutput,
                        imageOutput)
                .filter(Objects::nonNull)
                .forEach(TokenPrice::requireNotNegative);
    }

    static void requireNotNegative(BigDecimal dollars) {
        if (dollars.signum() < 0) {
            throw new InvalidValue("price", dollars.toString(), "must not be negative");
        }
    }

    public BigDecimal ofInput() {
        return input == null ? BigDecimal.ZERO : input;
    }

    public BigDecimal ofOutput() {
        return output == null ? BigDecimal.ZERO : output;
    }

    public BigDecimal ofCacheRead() {
        return cacheRead == null ? ofInput() : cacheRead;
    }

    public BigDecimal ofCacheWrite() {
        return cacheWrite == null ? ofInput() : cacheWrite;
    }

    public BigDecimal ofLongCacheWrite() {
        return longCacheWrite == null ? ofCacheWrite() : longCacheWrite;
    }

    public BigDecimal ofAudioInput() {
        return audioInput == null ? ofInput() : audioInput;
    }

    public BigDecimal ofImageInput() {
        return imageInput == null ? ofInput() : imageInput;
    }

    public BigDecimal ofReasoning() {
        return reasoning == null ? ofOutput() : reasoning;
    }

    public BigDecimal ofAudioOutput() {
        return audioOutput == null ? ofOutput() : audioOutput;
    }

    public BigDecimal ofImageOutput() {
        return imageOutput == null ? ofOutput() : imageOutput;
    }

    /** Whether tokens of any kind cost something. */
    boolean charges() {
        return Stream.of(
                        ofInput(),
                        ofOutput(),
                        ofCacheRead(),
                        ofCacheWrite(),
                        ofLongCacheWrite(),
                        ofAudioInput(),
                        ofImageInput(),
                        ofReasoning(),
                        ofAudioOutput(),
                        ofImageOutput())
                .anyMatch(dollars -> dollars.signum() > 0);
    }
}
