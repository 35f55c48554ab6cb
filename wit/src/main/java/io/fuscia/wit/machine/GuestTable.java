package io.fuscia.wit.machine;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.TableInstance;
import com.dylibso.chicory.wasm.types.Table;
import com.dylibso.chicory.wasm.types.TableLimits;
import com.dylibso.chicory.wasm.types.Value;
import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;
import java.util.Arrays;

/**
 * A table as one core instance sees it.
 *
 * <p>Cures two defects of Chicory. Its {@code table.grow} enlarges the declaration shared by all later instances: here
 * each table has limits of its own. And its {@code call_indirect} takes the callee's type index for one of the caller's
 * module: here a function of another module is called through a trampoline that has the caller's types.
 *
 * <p>Not cured: a reference to a function is a number of its module, so one that {@code table.get} or
 * {@code table.copy} took out of a table would be another function to its reader. That is a trap.
 */
public final class GuestTable extends TableInstance {
    private final Storage storage;
    private CoreInstance viewer;
    private Trampoline[] trampolines = new Trampoline[0];

    private GuestTable(Storage storage) {
        super(new Table(storage.declaration.elementType(), new TableLimits(0, storage.limits.max())), 0);
        this.storage = storage;
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

    /** Says who looks; before it runs anything. */
    void bind(CoreInstance instance) {
        this.viewer = instance;
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
        storage.grow(count, value, owner);
        return before;
    }

    /** For {@code table.get} and {@code table.copy}; calls come through {@link #requiredRef}. */
    @Override
    public int ref(int index) {
        int reference = stored(index);
        if (reference != Value.REF_NULL_VALUE && foreign(storage.owners[index])) {
            throw new Trap(
                    TrapCode.CORE,
                    "unsupported feature: reading a function of another core module from a table (element " + index
                            + ")");
        }
        return reference;
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
        return foreign(storage.owners[index]) ? 0 : reference;
    }

    @Override
    public void setRef(int index, int value, Instance owner) {
        if (index < 0 || index >= size()) {
            throw new Trap(TrapCode.TABLE_OUT_OF_BOUNDS, "out of bounds table access");
        }
        storage.references[index] = value;
        storage.owners[index] = owner;
    }

    @Override
    public Instance instance(int index) {
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
            known = new Trampoline(owner, reference, viewer.module().trampoline(viewer.chicory(), owner, reference));
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

        private Storage(Table declaration, int initialValue, ResourceBudget budget) {
            this.declaration = declaration;
            this.budget = budget;
            TableLimits declared = declaration.limits();
            this.limits = new TableLimits(declared.min(), declared.max(), declared.shared());
            this.references = new int[(int) declared.min()];
            this.owners = new Instance[references.length];
            Arrays.fill(references, initialValue);
        }

        private void grow(int count, int value, Instance owner) {
            int before = references.length;
            references = Arrays.copyOf(references, before + count);
            Arrays.fill(references, before, before + count, value);
            owners = Arrays.copyOf(owners, before + count);
            Arrays.fill(owners, before, before + count, owner);
            limits.grow(count);
        }
    }
}
