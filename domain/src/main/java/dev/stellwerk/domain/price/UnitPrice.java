package dev.stellwerk.domain.price;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * US dollars for what is not counted in tokens; null means that it costs nothing of its own.
 *
 * @param perRequest for the call itself
 * @param perImage for a picture that is made
 * @param perPixel for a pixel of such a picture, where pictures have no price
 * @param perSecond for a second of sound
 * @param perCharacter for a character that is spoken
 * @param perQuery for a query, such as one for an order of documents
 * @param perWebSearch for a search in the web that the model asked for
 */
public record UnitPrice(
        @Nullable BigDecimal perRequest,
        @Nullable BigDecimal perImage,
        @Nullable BigDecimal perPixel,
        @Nullable BigDecimal perSecond,
        @Nullable BigDecimal perCharacter,
        @Nullable BigDecimal perQuery,
        @Nullable BigDecimal perWebSearch) {
    public static final UnitPrice NONE = new UnitPrice(null, null, null, null, null, null, null);

    public UnitPrice {
        Stream.of(perRequest, perImage, perPixel, perSecond, perCharacter, perQuery, perWebSearch)
                .filter(Objects::nonNull)
                .forEach(TokenPrice::requireNotNegative);
    }

    boolean charges() {
        return Stream.of(perRequest, perImage, perPixel, perSecond, perCharacter, perQuery, perWebSearch)
                .anyMatch(dollars -> dollars != null && dollars.signum() > 0);
    }
}
