package io.fuscia.wit.generator;

import io.fuscia.wit.text.WitDeclaration;
import io.fuscia.wit.types.EnumType;
import io.fuscia.wit.types.FlagsType;
import io.fuscia.wit.types.RecordType;
import io.fuscia.wit.types.Type;
import io.fuscia.wit.types.ValueType;
import io.fuscia.wit.types.VariantType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Writes records, variants, enums and flags, nested in the class of their interface. */
final class TypeWriter {
    private final JavaTypes types;
    private final JavaInterface owner;
    private final JavaFile file;
    private final String modifiers;

    /** @param modifiers what nested types need to be visible, with a blank behind it; empty in interfaces */
    TypeWriter(JavaTypes types, JavaInterface owner, JavaFile file, String modifiers) {
        this.types = types;
        this.owner = owner;
        this.file = file;
        this.modifiers = modifiers;
    }

    /** Simple names that nested types of an interface take, cases of variants included. */
    static Set<String> namesTaken(JavaTypes types, JavaInterface owner) {
        Set<String> taken = new TreeSet<>();
        owner.ownTypes().forEach((name, type) -> {
            JavaTypes.Named named = types.named(type);
            taken.add(named == null ? JavaNames.type(name) : named.simpleName());
            if (type instanceof VariantType variant) {
                variant.cases().forEach(item -> taken.add(caseName(item.name(), owner, named)));
            }
        });
        return taken;
    }

    /** A case's class cannot be called like the variant or the class around it. */
    private static String caseName(String name, JavaInterface owner, JavaTypes.Named variant) {
        String simple = JavaNames.type(name);
        boolean clashes = simple.equalsIgnoreCase(variant.simpleName()) || simple.equalsIgnoreCase(owner.simpleName());
        return clashes ? simple + "Case" : simple;
    }

    void write() {
        owner.ownTypes().forEach((name, type) -> {
            WitDeclaration declaration = owner.declaration(name).orElseThrow();
            if (type instanceof RecordType record) {
                write(declaration, record);
            } else if (type instanceof VariantType variant) {
                write(declaration, variant);
            } else if (type instanceof EnumType enumeration) {
                constants(declaration, enumeration, enumeration.cases(), "enum");
            } else if (type instanceof FlagsType flags) {
                constants(declaration, flags, flags.labels(), "flags");
            }
        });
    }

    private void write(WitDeclaration declaration, RecordType record) {
        JavaTypes.Named named = types.named(record);
        List<String> components = new ArrayList<>();
        StringBuilder said = new StringBuilder(declaration.documentation());
        for (RecordType.Field field : record.fields()) {
            String component = JavaNames.component(field.name());
            components.add(types.of(field.type(), file) + " " + component);
        }
        file.blank().documentation("The record {@code " + declaration.name() + "}.", fields(said, declaration));
        file.line(modifiers + "record " + named.simpleName() + "(" + String.join(", ", components) + ") implements "
                + file.use(JavaTypes.ABI + "RecordValue") + " {");
        override(file);
        file.line("public " + file.use("java.lang.Object") + " field(int index) {")
                .line("return switch (index) {");
        for (int i = 0; i < record.fields().size(); i++) {
            file.line("case " + i + " -> "
                    + JavaNames.component(record.fields().get(i).name()) + ";");
        }
        file.line("default -> throw new " + file.use("java.lang.IndexOutOfBoundsException") + "(index);");
        file.line("};").line("}").blank();
        override(file);
        file.line("public int fieldCount() {")
                .line("return " + record.fields().size() + ";")
                .line("}")
                .line("}");
    }

    /** What the text says of the fields goes below what it says of the record. */
    private static String fields(StringBuilder said, WitDeclaration declaration) {
        new java.util.TreeMap<>(declaration.parts())
                .forEach((name, documentation) -> said.append(said.isEmpty() ? "" : "\n\n")
                        .append('`')
                        .append(name)
                        .append("`: ")
                        .append(documentation));
        return said.toString();
    }

    private static void override(JavaFile file) {
        file.line("@" + file.use("java.lang.Override"));
    }

    private void write(WitDeclaration declaration, VariantType variant) {
        JavaTypes.Named named = types.named(variant);
        file.blank().documentation("The variant {@code " + declaration.name() + "}.", declaration.documentation());
        file.line(modifiers + "sealed interface " + named.simpleName() + " extends "
                + file.use(JavaTypes.ABI + "CaseValue") + " {");
        boolean first = true;
        for (int i = 0; i < variant.cases().size(); i++) {
            if (!first) {
                file.blank();
            }
            first = false;
            writeCase(named, declaration, variant.cases().get(i), i);
        }
        file.line("}");
    }

    private void writeCase(JavaTypes.Named variant, WitDeclaration declaration, VariantType.Case item, int index) {
        String name = caseName(item.name(), owner, variant);
        String type = owner.simpleName() + "." + variant.simpleName();
        if (item.payload().isEmpty()) {
            file.documentation("The only value of the case {@code " + item.name() + "}.", "");
            file.line(type + " " + JavaNames.constant(item.name()) + " = new " + name + "();")
                    .blank();
        }
        file.documentation(
                "The case {@code " + item.name() + "}.", declaration.parts().getOrDefault(item.name(), ""));
        String component = item.payload()
                .map(payload -> types.of(payload, file) + " value")
                .orElse("");
        file.line("record " + name + "(" + component + ") implements " + type + " {");
        override(file);
        file.line("public int discriminant() {").line("return " + index + ";").line("}");
        if (item.payload().isPresent()) {
            override(file.blank());
            file.line("public " + file.use("java.lang.Object") + " payload() {")
                    .line("return value;")
                    .line("}");
        }
        file.line("}");
    }

    private void constants(WitDeclaration declaration, Type type, List<String> labels, String kind) {
        JavaTypes.Named named = types.named(type);
        file.blank()
                .documentation(
                        kind.equals("flags")
                                ? "One of the flags {@code " + declaration.name() + "}; a value is a set of these."
                                : "The enum {@code " + declaration.name() + "}.",
                        declaration.documentation());
        file.line(modifiers + "enum " + named.simpleName() + " {");
        for (int i = 0; i < labels.size(); i++) {
            String label = labels.get(i);
            file.documentation("", declaration.parts().getOrDefault(label, ""));
            file.line(JavaNames.constant(label) + (i == labels.size() - 1 ? "" : ","));
        }
        file.line("}");
    }

    /** Writes the methods that make this interface's types out of lifted values. */
    void writeLiftings() {
        String object = file.use("java.lang.Object");
        for (Map.Entry<String, Type> each : owner.ownTypes().entrySet()) {
            JavaTypes.Named named = types.named(each.getValue());
            if (named == null) {
                continue;
            }
            String java = types.reference((ValueType) each.getValue(), file);
            String nested = JavaTypes.name(named, file);
            if (JavaTypes.isEnumLike(each.getValue())) {
                file.blank()
                        .line("private static final " + nested + "[] " + constants(named) + " = " + nested
                                + ".values();");
            }
            file.blank()
                    .documentation("Makes a {@code " + each.getKey() + "} out of a lifted value.", "")
                    .line("public static " + java + " " + named.lifting() + "(" + object + " value) {");
            writeLifting(each.getValue(), named, nested);
            file.line("}");
        }
    }

    private static String constants(JavaTypes.Named named) {
        return JavaNames.constant(named.name()).toUpperCase(Locale.ROOT) + "_VALUES";
    }

    private void writeLifting(Type type, JavaTypes.Named named, String nested) {
        String lifting = file.use(JavaTypes.ABI + "Lifting");
        if (type instanceof EnumType) {
            file.line("return " + constants(named) + "[(" + file.use("java.lang.Integer") + ") value];");
        } else if (type instanceof FlagsType) {
            file.line("return " + lifting + ".flags(value, " + constants(named) + ", " + nested + ".class);");
        } else if (type instanceof RecordType record) {
            String object = file.use("java.lang.Object");
            file.line(object + "[] fields = (" + object + "[]) value;");
            List<String> fields = new ArrayList<>();
            for (int i = 0; i < record.fields().size(); i++) {
                fields.add(types.lift(record.fields().get(i).type(), "fields[" + i + "]", file));
            }
            file.line("return new " + nested + "(" + String.join(", ", fields) + ");");
        } else if (type instanceof VariantType variant) {
            String lifted = file.use(JavaTypes.ABI + "VariantValue");
            file.line(lifted + " lifted = (" + lifted + ") value;").line("return switch (lifted.discriminant()) {");
            for (int i = 0; i < variant.cases().size(); i++) {
                VariantType.Case item = variant.cases().get(i);
                file.line("case " + i + " -> "
                        + item.payload()
                                .map(payload -> "new " + nested + "." + caseName(item.name(), owner, named) + "("
                                        + types.lift(payload, "lifted.payload()", file) + ")")
                                .orElse(nested + "." + JavaNames.constant(item.name()))
                        + ";");
            }
            file.line("default -> throw " + lifting + ".noCase(value);").line("};");
        }
    }
}
