package io.fuscia.wit.machine;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.TableInstance;
import com.dylibso.chicory.wasm.types.Table;
import com.dylibso.chicory.wasm.types.TableLimits;
import com.dylibso.chicory.wasm.types.ValType;
import com.dylibso.chicory.wasm.types.Value;
import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;
import java.util.Arrays;

/**
 * A table as one core instance sees it.
 *
 * <p>Cures three defects of Chicory. Its {@code table.grow} enlarges the declaration shared by all later instances: here
 * each table has limits of its own. And its {@code call_indirect} takes the callee's type index for one of the caller's
 * module: here a function of another module is called through a trampoline that has the caller's types.
 *
 * <p>And a reference to a function is an index of the module that looks at it, so that {@code table.get} and
 * {@code table.copy} would give another function to another module: here the function of another module has a number of
 * its own (see {@link ForeignFunctions}), which is turned back into the function when it is stored.
 */
public final class GuestTable extends TableInstance {
    private final Storage storage;
    private CoreInstance viewer;
    private Trampoline[] trampolines = new Trampoline[0];
    private final boolean ofFunctions;
    /** The element that is called next: {@code table.copy} asks for the instance of elements that it does not read. */
    private int calledNext = -1;

    private GuestTable(Storage storage) {
        super(new Table(storage.declaration.elementType(), new TableLimits(0, storage.limits.max())), 0);
        this.storage = storage;
        this.ofFunctions = !storage.declaration.elementType().equals(ValType.ExternRef);
    }

    /** Makes the table that a module declares. */
    static GuestTable defined(Table declaration, int initialValue, ResourceBudget budget) {
        budget.requireElements(declaration.limits().min());
        return new GuestTable(new Storage(declaration, initialValue, budget));
    }

    /** Returns the same table for another instance to import. */
    GuestTable view() {
        return new GuestTable(storage);
    }

    /** Says who looks; before it runs anything. What the table's declaration put in it belongs to who declares it. */
    void bind(CoreInstance instance) {
        this.viewer = instance;
        storage.adopt(instance.chicory());
    }

    @Override
    public int size() {
        return storage.references.length;
    }

    @Override
    public TableLimits limits() {
        return storage.limits;
    }

    @Override
    public int grow(int count, int value, Instance owner) {
        int before = size();
        if (count == 0) {
            return before;
        }
        if (count < 0 || count > storage.limits.max() - before || !storage.budget.growElements(count)) {
            return -1;
        }
        storage.grow(count);
        for (int i = before; i < before + count; i++) {
            storage.set(i, value, holder(owner));
        }
        return before;
    }

    /** For {@code table.get} and {@code table.copy}; calls come through {@link #requiredRef}. */
    @Override
    public int ref(int index) {
        int reference = stored(index);
        calledNext = -1;
        return reference != Value.REF_NULL_VALUE && ofFunctions && foreign(storage.owners[index])
                ? storage.budget.functions().number(new ForeignFunctions.Function(storage.owners[index], reference))
                : reference;
    }

    private int stored(int index) {
        if (index < 0 || index >= size()) {
            throw new Trap(TrapCode.TABLE_OUT_OF_BOUNDS, "undefined element: out of bounds table access");
        }
        return storage.references[index];
    }

    @Override
    public int requiredRef(int index) {
        int reference = stored(index);
        if (reference == Value.REF_NULL_VALUE) {
            throw new Trap(TrapCode.NULL_REFERENCE, "uninitialized element " + index);
        }
        calledNext = index;
        return foreign(storage.owners[index]) ? 0 : reference;
    }

    @Override
    public void setRef(int index, int value, Instance owner) {
        if (index < 0 || index >= size()) {
            throw new Trap(TrapCode.TABLE_OUT_OF_BOUNDS, "out of bounds table access");
        }
        storage.set(index, value, holder(owner));
    }

    /** Returns whose number it is that is stored: the viewer's own, although {@code table.copy} names another. */
    private Instance holder(Instance named) {
        return viewer == null ? named : viewer.chicory();
    }

    /** Returns whose the element is that {@link #requiredRef} just returned; for nothing else, null. */
    @Override
    public Instance instance(int index) {
        if (index != calledNext) {
            return null;
        }
        Instance owner = storage.owners[index];
        return foreign(owner) ? trampoline(index, owner, storage.references[index]) : owner;
    }

    @Override
    public void reset() {
        Arrays.fill(storage.references, Value.REF_NULL_VALUE);
    }

    private boolean foreign(Instance owner) {
        return owner != null && viewer != null && owner != viewer.chicory();
    }

    private Instance trampoline(int index, Instance owner, int reference) {
        if (index >= trampolines.length) {
            trampolines = Arrays.copyOf(trampolines, size());
        }
        Trampoline known = trampolines[index];
        if (known == null || known.owner != owner || known.reference != reference) {
            Instance made = viewer.module()
                    .trampoline(
                            viewer.chicory(),
                            new ForeignFunctions.Function(owner, reference),
                            storage.budget.functions());
            known = new Trampoline(owner, reference, made);
            trampolines[index] = known;
        }
        return known.instance;
    }

    private record Trampoline(Instance owner, int reference, Instance instance) {}

    private static final class Storage {
        private final Table declaration;
        private final TableLimits limits;
        private final ResourceBudget budget;
        private int[] references;
        private Instance[] owners;
        private boolean unowned;

        private Storage(Table declaration, int initialValue, ResourceBudget budget) {
            this.declaration = declaration;
            this.budget = budget;
            TableLimits declared = declaration.limits();
            this.limits = new TableLimits(declared.min(), declared.max(), declared.shared());
            this.references = new int[(int) declared.min()];
            this.owners = new Instance[references.length];
            Arrays.fill(references, initialValue);
            this.unowned = initialValue != Value.REF_NULL_VALUE;
        }

        private void adopt(Instance declaring) {
            if (unowned) {
                unowned = false;
                for (int i = 0; i < references.length; i++) {
                    set(i, references[i], declaring);
                }
            }
        }

        private void set(int index, int value, Instance owner) {
            if (ForeignFunctions.isNumber(value)) {
                ForeignFunctions.Function function = budget.functions().function(value);
                references[index] = function.index();
                owners[index] = function.owner();
            } else {
                references[index] = value;
                owners[index] = owner;
            }
        }

        private void grow(int count) {
            int before = references.length;
            references = Arrays.copyOf(references, before + count);
            owners = Arrays.copyOf(owners, before + count);
            limits.grow(count);
        }
    }
}
