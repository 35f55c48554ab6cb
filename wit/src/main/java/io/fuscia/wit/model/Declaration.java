package io.fuscia.wit.model;

/** What may stand inside a component type or an instance type. */
public sealed interface Declaration
        permits Definition.CoreTypeDefinition,
                Definition.TypeDefinition,
                Definition.ExportAlias,
                Definition.CoreExportAlias,
                Definition.OuterAlias,
                Definition.Import,
                Declaration.Export {
    /** Byte offset in the outermost component. */
    int offset();

    /** A declared export; like an exported definition it adds to the index space of its sort. */
    record Export(int offset, ExternName name, ExternDescription description) implements Declaration {}
}
