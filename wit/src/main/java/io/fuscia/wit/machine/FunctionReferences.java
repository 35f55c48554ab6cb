package io.fuscia.wit.machine;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.TypeSection;
import com.dylibso.chicory.wasm.types.ValType;
import com.dylibso.chicory.wasm.types.Value;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Renumbers references to functions that go from one core instance to another. For Chicory a reference is the function's
 * index in the module that holds it; on its way it is a number of {@link ForeignFunctions}, which means the same to all.
 *
 * @param parameters positions of references among the parameters of a function
 * @param results positions of references among its results
 */
@SuppressWarnings("ArrayRecordComponent")
record FunctionReferences(int[] parameters, int[] results) {
    /** Returns where a function type has references to functions. */
    static FunctionReferences of(FunctionType type, TypeSection types) {
        return new FunctionReferences(positions(type.params(), types), positions(type.returns(), types));
    }

    private static int[] positions(List<ValType> values, TypeSection types) {
        return IntStream.range(0, values.size())
                .filter(i -> isReference(values.get(i), types))
                .toArray();
    }

    /** Returns whether values of a type of this module are references to functions. */
    static boolean isReference(ValType type, TypeSection types) {
        if (!type.isReference()) {
            return false;
        }
        int heapType = type.typeIdx();
        return heapType >= 0
                ? types.getSubType(heapType).compType().funcType() != null
                : heapType == ValType.TypeIdxCode.FUNC.code() || heapType == ValType.TypeIdxCode.NOFUNC.code();
    }

    boolean none() {
        return parameters.length == 0 && results.length == 0;
    }

    /** Returns a function that takes and gives references as {@code holder} knows them, for one that knows numbers. */
    CoreFunction forHolder(CoreFunction function, Instance holder, ForeignFunctions functions) {
        return args -> inward(function.call(outward(args, parameters, holder, functions)), results, holder, functions);
    }

    /** Returns a function that takes and gives numbers, for one of {@code holder}'s. */
    CoreFunction forOthers(CoreFunction function, Instance holder, ForeignFunctions functions) {
        return args -> outward(function.call(inward(args, parameters, holder, functions)), results, holder, functions);
    }

    /** Returns what an exception of one instance carries as another one must see it. */
    static long[] move(long[] values, List<ValType> types, Instance from, Instance to, ForeignFunctions functions) {
        int[] positions = positions(types, from.module().typeSection());
        return inward(outward(values, positions, from, functions), positions, to, functions);
    }

    private static long[] outward(long[] values, int[] positions, Instance holder, ForeignFunctions functions) {
        if (positions.length == 0) {
            return values;
        }
        long[] renumbered = values.clone();
        for (int position : positions) {
            renumbered[position] = outward(values[position], holder, functions);
        }
        return renumbered;
    }

    private static long[] inward(long[] values, int[] positions, Instance holder, ForeignFunctions functions) {
        if (positions.length == 0) {
            return values;
        }
        long[] renumbered = values.clone();
        for (int position : positions) {
            renumbered[position] = inward(values[position], holder, functions);
        }
        return renumbered;
    }

    static long outward(long reference, Instance holder, ForeignFunctions functions) {
        int index = (int) reference;
        return index == Value.REF_NULL_VALUE || ForeignFunctions.isNumber(index)
                ? reference
                : functions.number(new ForeignFunctions.Function(holder, index));
    }

    static long inward(long reference, Instance holder, ForeignFunctions functions) {
        int number = (int) reference;
        if (!ForeignFunctions.isNumber(number)) {
            return reference;
        }
        ForeignFunctions.Function function = functions.function(number);
        return function.owner() == holder ? function.index() : reference;
    }
}
