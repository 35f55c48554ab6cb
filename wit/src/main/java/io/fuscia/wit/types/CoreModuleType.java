package io.fuscia.wit.types;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** What a core module imports and exports; compared by object identity. */
public final class CoreModuleType implements ExternType {
    private final List<CoreImport> imports;
    private final Map<String, CoreExternType> exports;

    public CoreModuleType(List<CoreImport> imports, Map<String, CoreExternType> exports) {
        this.imports = List.copyOf(imports);
        this.exports = Collections.unmodifiableMap(new LinkedHashMap<>(exports));
    }

    /** Imports in order; in an embedded module the same pair of names may come twice. */
    public List<CoreImport> imports() {
        return imports;
    }

    /** Exports in order. */
    public Map<String, CoreExternType> exports() {
        return exports;
    }

    @Override
    public String toString() {
        return "module{imports=" + imports + ", exports=" + exports + "}";
    }

    /** One import. */
    public record CoreImport(String module, String name, CoreExternType type) {}

    /** The type of a core import or export. */
    public sealed interface CoreExternType permits CoreFunctionType, Table, Memory, Global, Tag {}

    public record Table(CoreValueType element, Limits limits) implements CoreExternType {}

    /** A memory; {@code pageSize} is 65,536 unless a custom page size is written. */
    public record Memory(Limits limits, long pageSize) implements CoreExternType {}

    public record Global(CoreValueType type, boolean mutable) implements CoreExternType {}

    public record Tag(CoreFunctionType type) implements CoreExternType {}

    /**
     * Size limits of a table (elements) or memory (pages); unsigned.
     *
     * @param shared whether threads may share it
     * @param wide whether it is addressed with 64 bits
     */
    public record Limits(long minimum, OptionalLong maximum, boolean shared, boolean wide) {}
}
