package io.fuscia.wit.splitting;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Globals of the module that carry values out of split-off functions: written right before such a function returns, read
 * right after. Nothing runs in between, so all functions can share them.
 */
final class ValueSlots {
    private final int first;
    private final List<Integer> types = new ArrayList<>();
    private final Map<Integer, List<Integer>> byType = new HashMap<>();

    /**
     * @param first how many globals the module has
     */
    ValueSlots(int first) {
        this.first = first;
    }

    /** Returns the global that carries the nth value of a type. */
    int slot(int type, int nth) {
        List<Integer> slots = byType.computeIfAbsent(type, ignored -> new ArrayList<>());
        while (slots.size() <= nth) {
            slots.add(first + types.size());
            types.add(type);
        }
        return slots.get(nth);
    }

    /** Returns one global for each value, in order. */
    List<Integer> slots(List<Integer> valueTypes) {
        Map<Integer, Integer> used = new HashMap<>();
        List<Integer> slots = new ArrayList<>();
        for (int type : valueTypes) {
            slots.add(slot(type, used.merge(type, 1, Integer::sum) - 1));
        }
        return slots;
    }

    int count() {
        return types.size();
    }

    void write(WasmWriter target) {
        for (int type : types) {
            target.raw(type).raw(1);
            switch (type) {
                case Signatures.I32 -> target.raw(0x41).raw(0);
                case Signatures.I64 -> target.raw(0x42).raw(0);
                case Signatures.F32 -> target.raw(0x43).raw(new byte[4]);
                default -> target.raw(0x44).raw(new byte[8]);
            }
            target.raw(0x0b);
        }
    }
}
