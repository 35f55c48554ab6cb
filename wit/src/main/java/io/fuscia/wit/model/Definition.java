package io.fuscia.wit.model;

import java.util.List;
import java.util.Optional;

/** One definition of a component; the comment of each kind says which index space it adds to. */
public sealed interface Definition {
    /** Byte offset in the outermost component. */
    int offset();

    /** An embedded core module: adds a core module. */
    record CoreModule(int offset, ByteRange module) implements Definition {}

    /** Instantiates core module {@code module}: adds a core instance. */
    record CoreInstantiate(int offset, int module, List<CoreArgument> arguments) implements Definition {}

    /** A core instance made of other core definitions: adds a core instance. */
    record CoreInlineInstance(int offset, List<CoreInlineExport> exports) implements Definition {}

    /** Adds a core type. */
    record CoreTypeDefinition(int offset, CoreTypeExpression type) implements Definition, Declaration {}

    /** Adds a component. */
    record NestedComponent(int offset, Component component) implements Definition {}

    /** Instantiates component {@code component}: adds an instance. */
    record Instantiate(int offset, int component, List<Argument> arguments) implements Definition {}

    /** An instance made of other definitions: adds an instance. */
    record InlineInstance(int offset, List<InlineExport> exports) implements Definition {}

    /** An export of instance {@code instance}: adds to the space of {@code sort}. */
    record ExportAlias(int offset, Sort sort, int instance, String name) implements Definition, Declaration {}

    /** An export of core instance {@code instance}: adds to the space of {@code sort}, a core sort. */
    record CoreExportAlias(int offset, Sort sort, int instance, String name) implements Definition, Declaration {}

    /** A definition of the {@code count}th enclosing scope (0 is this one): adds to the space of {@code sort}. */
    record OuterAlias(int offset, Sort sort, int count, int index) implements Definition, Declaration {}

    /** Adds a type. */
    record TypeDefinition(int offset, TypeExpression type) implements Definition, Declaration {}

    /** Makes a component function of core function {@code coreFunction}: adds a function. */
    record Lift(int offset, int coreFunction, List<CanonicalOption> options, int type) implements Definition {}

    /** Makes a core function of component function {@code function}: adds a core function. */
    record Lower(int offset, int function, List<CanonicalOption> options) implements Definition {}

    /** {@code canon resource.new}: adds a core function. */
    record ResourceNew(int offset, int resource) implements Definition {}

    /** {@code canon resource.drop}: adds a core function. */
    record ResourceDrop(int offset, int resource) implements Definition {}

    /** {@code canon resource.rep}: adds a core function. */
    record ResourceRep(int offset, int resource) implements Definition {}

    /** A built-in outside the synchronous feature set; decoded so that validation can name it. */
    record AsyncBuiltin(int offset, String name) implements Definition {}

    /** Calls a function with values once everything before it is instantiated: adds {@code results} values. */
    record Start(int offset, int function, List<Integer> arguments, int results) implements Definition {}

    /** Adds to the space of the description's sort. */
    record Import(int offset, ExternName name, ExternDescription description) implements Definition, Declaration {}

    /** Adds to the space of the item's sort: an alias of the item, with the ascribed type if there is one. */
    record Export(int offset, ExternName name, SortIndex item, Optional<ExternDescription> ascribed)
            implements Definition {}

    /** A constant: adds a value. */
    record Value(int offset, ValueTypeReference type, ByteRange encoded) implements Definition {}

    /** Gives core instance {@code instance} under {@code name}. */
    record CoreArgument(String name, int instance) {}

    /** Exports a core definition under {@code name}. */
    record CoreInlineExport(String name, SortIndex item) {}

    /** Gives a definition under {@code name}. */
    record Argument(String name, SortIndex item) {}

    /** Exports a definition under {@code name}. */
    record InlineExport(ExternName name, SortIndex item) {}
}
