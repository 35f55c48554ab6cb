package io.fuscia.wit.machine;

import com.dylibso.chicory.runtime.GlobalInstance;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.types.Value;

/** A global of another core instance that holds a reference to a function, as one that imports it sees it. */
final class ReferenceGlobal extends GlobalInstance {
    private final GlobalInstance original;
    private final ForeignFunctions functions;
    private Instance viewer;

    private ReferenceGlobal(GlobalInstance original, ForeignFunctions functions) {
        super(Value.REF_NULL_VALUE, 0, original.getType(), original.getMutabilityType());
        this.original = original;
        this.functions = functions;
    }

    /** Returns the same global for another instance to import. */
    static ReferenceGlobal view(GlobalInstance global, ForeignFunctions functions) {
        return new ReferenceGlobal(global instanceof ReferenceGlobal seen ? seen.original : global, functions);
    }

    /** Says who looks; until then it has a number that means the same to all. */
    void bind(Instance instance) {
        this.viewer = instance;
    }

    @Override
    public long getValue() {
        long number = FunctionReferences.outward(original.getValue(), original.getInstance(), functions);
        return viewer == null ? number : FunctionReferences.inward(number, viewer, functions);
    }

    @Override
    public long getValueLow() {
        return getValue();
    }

    @Override
    public void setValue(long value) {
        long number = FunctionReferences.outward(value, viewer, functions);
        original.setValue(FunctionReferences.inward(number, original.getInstance(), functions));
    }

    @Override
    public void setValue(Value value) {
        setValue(value.raw());
    }

    @Override
    public void setValueLow(long value) {
        setValue(value);
    }

    @Override
    public Instance getInstance() {
        return viewer;
    }
}
