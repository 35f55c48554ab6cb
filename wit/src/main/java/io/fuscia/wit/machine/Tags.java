package io.fuscia.wit.machine;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.TagInstance;
import com.dylibso.chicory.runtime.WasmException;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.TagImport;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.Collections;

/**
 * Gives exception tags an identity. Chicory takes an imported tag for any tag of the same type, and does not know a
 * module's own tag again when another module threw it. Types are all that it compares, so each tag gets a type of its
 * own, told apart by results (which tags never have); and an exception that enters a module is made one of that module.
 */
final class Tags {
    private Tags() {}

    /** Returns what an importing instance is linked with: the declared type, until {@link #identify}. */
    static TagInstance view(TagImport declaration, FunctionType declaredType) {
        return new TagInstance(declaration.tagType(), declaredType);
    }

    /** Makes a view the same tag as the one that it was made for. */
    static void identify(TagInstance view, TagInstance original) {
        view.setType(original.type());
    }

    /** Gives the tags that a new instance defines an identity. */
    static void define(Instance instance, ResourceBudget budget) {
        int imported = instance.imports().tagCount();
        for (int i = imported; i < imported + instance.tagCount(); i++) {
            TagInstance tag = instance.tag(i);
            tag.setType(FunctionType.of(tag.type().params(), Collections.nCopies(budget.nextTag(), ValType.I32)));
        }
    }

    /** Returns the exception as its new holder must see it: by its own number for the tag, if it knows the tag. */
    static WasmException enter(WasmException exception, Instance holder, ForeignFunctions functions) {
        Instance former = exception.instance();
        if (former == holder) {
            return exception;
        }
        FunctionType identity = former.tag(exception.tagIdx()).type();
        int count = holder.imports().tagCount() + holder.tagCount();
        for (int i = 0; i < count; i++) {
            if (holder.tag(i).type().returnsMatch(identity)) {
                FunctionType declared =
                        former.type(former.tag(exception.tagIdx()).tagType().typeIdx());
                long[] args = FunctionReferences.move(exception.args(), declared.params(), former, holder, functions);
                return new WasmException(holder, i, args);
            }
        }
        return exception;
    }
}
