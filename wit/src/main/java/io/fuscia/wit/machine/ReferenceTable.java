package io.fuscia.wit.machine;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.TableInstance;
import com.dylibso.chicory.wasm.types.Value;
import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;
import java.util.HashMap;
import java.util.Map;

/**
 * A table that no module has, whose elements are found by the reference itself. Chicory's {@code call_ref} knows only
 * functions of the same module; here it is a {@code call_indirect} of this table (see {@link ReferenceCalls}).
 */
final class ReferenceTable extends TableInstance {
    private final ForeignFunctions functions;
    private final Map<Integer, Instance> trampolines = new HashMap<>(0);
    private CoreInstance viewer;

    ReferenceTable(ForeignFunctions functions) {
        super(ReferenceCalls.TABLE, Value.REF_NULL_VALUE);
        this.functions = functions;
    }

    void bind(CoreInstance instance) {
        this.viewer = instance;
    }

    @Override
    public int requiredRef(int reference) {
        if (reference == Value.REF_NULL_VALUE) {
            throw new Trap(TrapCode.NULL_REFERENCE, "call of a null reference");
        }
        return ForeignFunctions.isNumber(reference) ? 0 : reference;
    }

    @Override
    public Instance instance(int reference) {
        return ForeignFunctions.isNumber(reference)
                ? trampolines.computeIfAbsent(reference, this::trampoline)
                : viewer.chicory();
    }

    private Instance trampoline(int number) {
        ForeignFunctions.Function function = functions.function(number);
        return viewer.module().trampoline(viewer.chicory(), function, functions);
    }
}
