package io.fuscia.wit.generator;

import io.fuscia.wit.types.FunctionType;
import io.fuscia.wit.types.ResourceType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes what a host calls: a class with a method per exported function, and the types around it. */
final class ExportWriter {
    private static final String RUNTIME = "io.fuscia.wit.runtime.";

    private final JavaTypes types;
    private final JavaInterface owner;
    private final JavaFile file;
    private final JavaFile binding;

    ExportWriter(JavaTypes types, JavaInterface owner, JavaFile file, JavaFile binding) {
        this.types = types;
        this.owner = owner;
        this.file = file;
        this.binding = binding;
    }

    /** Writes both files. */
    void write() {
        Map<String, String> methods = new LinkedHashMap<>();
        owner.functions().keySet().forEach(extern -> {
            String java = method(extern);
            String before = methods.put(java, extern);
            if (before != null) {
                throw new GeneratorException(
                        "functions `" + before + "` and `" + extern + "` are both " + java + " in Java",
                        owner.place(extern));
            }
        });
        writeProxy();
        binding.documentation("Makes the types of {@link " + owner.simpleName() + "} out of lifted values.", "");
        binding.line("@" + binding.use("javax.annotation.processing.Generated") + "(\"io.fuscia.wit.generator\")");
        binding.line("@" + binding.use("java.lang.SuppressWarnings") + "(\"unchecked\") // Lifting is exact.");
        binding.line("public final class " + owner.simpleName() + "Binding {");
        binding.line("private " + owner.simpleName() + "Binding() {}");
        new TypeWriter(types, owner, binding, "").writeLiftings();
        binding.line("}");
    }

    private static String method(String extern) {
        String java = FunctionName.of(extern).ofInterface();
        return switch (java) {
            case "withOptions",
                    "of",
                    "clone",
                    "finalize",
                    "getClass",
                    "hashCode",
                    "notify",
                    "notifyAll",
                    "toString",
                    "wait" -> java + "_";
            default -> java;
        };
    }

    private void writeProxy() {
        String name = owner.simpleName();
        file.documentation(
                owner.title() + ", as a component exports it.\nFor the thread that uses the instance.",
                owner.source().documentation());
        file.line("@" + file.use("javax.annotation.processing.Generated") + "(\"io.fuscia.wit.generator\")");
        file.line("@" + file.use("java.lang.SuppressWarnings") + "(\"unchecked\") // Lifting is exact.");
        file.line("public final class " + name + " {");
        writeFields();
        writeFactories();
        owner.functions().forEach(this::writeMethod);
        owner.ownTypes().forEach((resource, type) -> {
            if (type instanceof ResourceType of) {
                writeResource(resource, of);
            }
        });
        new TypeWriter(types, owner, file, "public ").write();
        file.line("}");
    }

    private void writeFields() {
        if (!owner.source().name().isEmpty()) {
            file.documentation("The name under which components export it.", "")
                    .line("public static final " + file.use("java.lang.String") + " NAME = \""
                            + owner.source().name() + "\";")
                    .blank();
        }
        file.line("private final " + file.use(RUNTIME + "CallOptions") + " options;");
        owner.functions()
                .keySet()
                .forEach(extern -> file.line(
                        "private final " + file.use(RUNTIME + "ComponentFunction") + " " + method(extern) + ";"));
        String name = owner.simpleName();
        String parameters = owner.functions().keySet().stream()
                .map(extern -> ", " + file.use(RUNTIME + "ComponentFunction") + " " + method(extern))
                .reduce("", String::concat);
        file.blank()
                .line("private " + name + "(" + file.use(RUNTIME + "CallOptions") + " options" + parameters + ") {")
                .line("this.options = options;");
        owner.functions()
                .keySet()
                .forEach(extern -> file.line("this." + method(extern) + " = " + method(extern) + ";"));
        file.line("}");
    }

    private void writeFactories() {
        String name = owner.simpleName();
        String instance = file.use(RUNTIME + "ComponentInstance");
        String options = file.use(RUNTIME + "CallOptions");
        boolean outside = owner.source().name().isEmpty();
        String string = file.use("java.lang.String");
        file.blank()
                .documentation("Finds it in an instance.", "")
                .line("public static " + name + " of(" + instance + " instance) {")
                .line("return of(instance, " + (outside ? "null" : "NAME") + ");")
                .line("}");
        List<String> arguments = new ArrayList<>();
        arguments.add(options + ".DEFAULT");
        owner.functions().keySet().forEach(extern -> arguments.add("instance.function(export, \"" + extern + "\")"));
        file.blank()
                .documentation(
                        "Finds it in an instance, under another name.\n\n@throws java.util.NoSuchElementException if the"
                                + " component does not export it",
                        "")
                .line("public static " + name + " of(" + instance + " instance, " + string + " export) {")
                .line("return new " + name + "(" + String.join(",\n        ", arguments) + ");")
                .line("}");
        List<String> copied = new ArrayList<>();
        copied.add("bounds");
        owner.functions().keySet().forEach(extern -> copied.add(method(extern)));
        file.blank()
                .documentation("Returns the same with a deadline or a cancellation of its calls.", "")
                .line("public " + name + " withOptions(" + options + " bounds) {")
                .line("return new " + name + "(" + String.join(", ", copied) + ");")
                .line("}");
    }

    private void writeMethod(String extern, FunctionType type) {
        FunctionName name = FunctionName.of(extern);
        List<String> parameters = new ArrayList<>();
        List<String> arguments = new ArrayList<>();
        arguments.add("options");
        for (FunctionType.Parameter parameter : type.parameters()) {
            String java = JavaNames.member(parameter.name());
            java = java.equals("options") || java.equals("lifted") ? java + "_" : java;
            parameters.add(types.of(parameter.type(), file) + " " + java);
            arguments.add(java);
        }
        String title = "Calls {@code "
                + (name.resource().isEmpty()
                        ? name.name()
                        : name.resource() + (name.name().isEmpty() ? "" : "." + name.name()))
                + "}.";
        String call = "this." + method(extern) + ".call(" + String.join(", ", arguments) + ")";
        file.blank().documentation(title, owner.documentation(extern));
        file.line("public " + type.result().map(value -> types.of(value, file)).orElse("void") + " " + method(extern)
                + "(" + String.join(", ", parameters) + ") {");
        if (type.result().isEmpty()) {
            file.line(call + ";");
        } else {
            file.line(file.use("java.lang.Object") + " lifted = " + call + ";")
                    .line("return " + types.lift(type.result().get(), "lifted", file) + ";");
        }
        file.line("}");
    }

    private void writeResource(String name, ResourceType resource) {
        String java = types.resource(resource).simpleName();
        String guest = file.use(JavaTypes.ABI + "GuestResource");
        file.blank()
                .documentation(
                        "The resource {@code " + name
                                + "}, which the component implements; close it if it was not given back.",
                        owner.documentation(name))
                .line("public record " + java + "(" + guest + " resource) implements "
                        + file.use(JavaTypes.ABI + "GuestHandle") + ", "
                        + file.use("java.lang.AutoCloseable") + " {")
                .line("@" + file.use("java.lang.Override"))
                .line("public void close() {")
                .line("if (resource.valid()) {")
                .line("resource.drop();")
                .line("}")
                .line("}")
                .line("}");
    }
}
