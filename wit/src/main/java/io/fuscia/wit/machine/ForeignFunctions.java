package io.fuscia.wit.machine;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.types.Value;
import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers for references to functions of other core modules. For Chicory a reference is the function's index in the
 * module that looks at it; an instance that reads a function of another one from a table gets a number from here, which
 * no index reaches and which means the same to all core instances of a component instance. Bounded by the number of
 * their functions. Not thread-safe.
 */
final class ForeignFunctions {
    private static final int FIRST = 1 << 30;

    private final List<Function> functions = new ArrayList<>(0);
    private final Map<Function, Integer> numbers = new HashMap<>(0);

    /**
     * A function.
     *
     * @param owner the instance whose module defines or imports it
     * @param index in that module
     */
    record Function(Instance owner, int index) {}

    static boolean isNumber(int reference) {
        return reference >= FIRST && reference != Value.REF_NULL_VALUE;
    }

    int number(Function function) {
        return numbers.computeIfAbsent(function, added -> {
            functions.add(added);
            return FIRST + functions.size() - 1;
        });
    }

    Function function(int number) {
        int position = number - FIRST;
        if (position >= functions.size()) {
            throw new Trap(TrapCode.CORE, "reference to a function that is not known");
        }
        return functions.get(position);
    }
}
