package io.fuscia.wit.machine;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.Export;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.GlobalImport;
import com.dylibso.chicory.wasm.types.Import;
import com.dylibso.chicory.wasm.types.TableImport;
import com.dylibso.chicory.wasm.types.TagImport;
import com.dylibso.chicory.wasm.types.TypeSection;

/** Tells whether references to functions can get from one core module to another. */
final class SharedReferences {
    private final WasmModule module;
    private final TypeSection types;

    private SharedReferences(WasmModule module) {
        this.module = module;
        this.types = module.typeSection();
    }

    /** Returns whether an import or export of the module is, or takes or gives, a reference to a function. */
    static boolean has(WasmModule module) {
        return new SharedReferences(module).any();
    }

    private boolean any() {
        for (int i = 0; i < module.importSection().importCount(); i++) {
            if (isIn(module.importSection().getImport(i))) {
                return true;
            }
        }
        for (int i = 0; i < module.exportSection().exportCount(); i++) {
            Export export = module.exportSection().getExport(i);
            int defined = export.index() - module.importSection().count(export.exportType());
            if (defined >= 0 && isIn(export.exportType(), defined)) {
                return true;
            }
        }
        return false;
    }

    private boolean isIn(Import imported) {
        if (imported instanceof FunctionImport function) {
            return isIn(types.getType(function.typeIndex()));
        } else if (imported instanceof TableImport table) {
            return FunctionReferences.isReference(table.entryType(), types);
        } else if (imported instanceof GlobalImport global) {
            return FunctionReferences.isReference(global.type(), types);
        }
        return imported instanceof TagImport tag
                && isIn(types.getType(tag.tagType().typeIdx()));
    }

    private boolean isIn(ExternalType kind, int defined) {
        return switch (kind) {
            case FUNCTION -> isIn(types.getType(module.functionSection().getFunctionType(defined)));
            case TABLE ->
                FunctionReferences.isReference(
                        module.tableSection().getTable(defined).elementType(), types);
            case GLOBAL ->
                FunctionReferences.isReference(
                        module.globalSection().getGlobal(defined).valueType(), types);
            case TAG ->
                isIn(types.getType(
                        module.tagSection().orElseThrow().getTag(defined).typeIdx()));
            case MEMORY -> false;
        };
    }

    private boolean isIn(FunctionType type) {
        return !FunctionReferences.of(type, types).none();
    }
}
