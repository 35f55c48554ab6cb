package io.fuscia.wit.guests;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The guest matrix as a table for README.md. */
final class GuestTable {
    private GuestTable() {}

    /** The table's lines; a cell that {@link GuestMatrixTest} runs is a tick. */
    static List<String> lines() {
        List<String> lines = new ArrayList<>();
        String titles = Arrays.stream(Behaviour.values()).map(Behaviour::title).collect(Collectors.joining(" | "));
        lines.add("| Guest | Made with | Size | " + titles + " |");
        lines.add("|---|---|---:|" + ":-:|".repeat(Behaviour.values().length));
        for (Guest guest : Guest.values()) {
            lines.add("| " + guest.language() + " | " + guest.toolchain() + " | " + size(guest) + " |"
                    + " ✓ |".repeat(Behaviour.values().length));
        }
        return lines;
    }

    private static String size(Guest guest) {
        int kilobytes = (guest.bytes().length + 500) / 1000;
        return String.format(Locale.ROOT, "%,d kB", kilobytes);
    }
}
