package io.fuscia.offline;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** An enum's names as they are written in documents. */
final class Words {
    private Words() {}

    /** All of them, in lower case, in their order. */
    static List<String> of(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
