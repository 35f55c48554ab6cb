package io.fuscia.wit.generator;

import io.fuscia.wit.types.ExternType;
import io.fuscia.wit.types.FunctionType;
import io.fuscia.wit.types.ResourceType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes what a host implements: the interface with its types, and the class that links it. */
final class ImportWriter {
    private static final String RUNTIME = "io.fuscia.wit.runtime.";

    private final JavaTypes types;
    private final JavaInterface owner;
    private final JavaFile file;
    private final JavaFile binding;

    ImportWriter(JavaTypes types, JavaInterface owner, JavaFile file, JavaFile binding) {
        this.types = types;
        this.owner = owner;
        this.file = file;
        this.binding = binding;
    }

    /** Writes both files. */
    void write() {
        checkNames();
        writeInterface();
        writeBinding();
    }

    /** Two functions that are one in Java would not compile, or worse. */
    private void checkNames() {
        Map<String, String> names = new LinkedHashMap<>();
        owner.functions().forEach((extern, type) -> {
            FunctionName name = FunctionName.of(extern);
            String java = name.kind() == FunctionName.Kind.METHOD
                    ? name.resource() + "." + JavaNames.member(name.name())
                    : name.ofInterface();
            String before = names.put(java, extern);
            if (before != null) {
                throw new GeneratorException(
                        "functions `" + before + "` and `" + extern + "` are both " + java + " in Java",
                        owner.place(extern));
            }
        });
    }

    private boolean hasHostFunctions() {
        return owner.functions().keySet().stream()
                .anyMatch(extern -> FunctionName.of(extern).kind() != FunctionName.Kind.METHOD);
    }

    private void writeInterface() {
        file.documentation(
                owner.title()
                        + ", as a host implements it.\nOne object serves all instances, whose state is attached to them;"
                        + " it may be called by several threads at once,\nfor different instances.",
                owner.source().documentation());
        file.line("@" + file.use("javax.annotation.processing.Generated") + "(\"io.fuscia.wit.generator\")");
        file.line("public interface " + owner.simpleName() + " {");
        boolean outside = owner.source().name().isEmpty();
        if (!outside) {
            file.documentation("The name under which components import it.", "")
                    .line(file.use("java.lang.String") + " NAME = \""
                            + owner.source().name() + "\";");
        }
        owner.functions().forEach((extern, type) -> {
            FunctionName name = FunctionName.of(extern);
            if (name.kind() != FunctionName.Kind.METHOD) {
                file.blank().documentation(title(name), owner.documentation(extern));
                file.line(signature(name.ofInterface(), type, 0));
            }
        });
        writeAddTo();
        owner.ownTypes().forEach((name, type) -> {
            if (type instanceof ResourceType resource) {
                writeResource(name, resource);
            }
        });
        new TypeWriter(types, owner, file, "").write();
        file.line("}");
    }

    private static String title(FunctionName name) {
        return switch (name.kind()) {
            case FREE -> "{@code " + name.name() + "}.";
            case CONSTRUCTOR -> "The constructor of {@code " + name.resource() + "}.";
            case STATIC, METHOD -> "{@code " + name.resource() + "." + name.name() + "}.";
        };
    }

    private String signature(String name, FunctionType type, int skipped) {
        List<String> parameters = new ArrayList<>();
        parameters.add(file.use(RUNTIME + "HostCall") + " call");
        type.parameters().stream()
                .skip(skipped)
                .forEach(parameter ->
                        parameters.add(types.of(parameter.type(), file) + " " + parameterName(parameter.name())));
        String result = type.result().map(value -> types.of(value, file)).orElse("void");
        return result + " " + name + "(" + String.join(", ", parameters) + ") throws " + file.use("java.lang.Exception")
                + ";";
    }

    private static String parameterName(String name) {
        String java = JavaNames.member(name);
        return java.equals("call") ? "call_" : java;
    }

    private void writeAddTo() {
        String builder = file.use(RUNTIME + "HostImports") + ".Builder";
        String host = hasHostFunctions() ? ", " + owner.simpleName() + " host" : "";
        file.blank().documentation("Adds it to what a host offers.", "");
        file.line("static " + builder + " addTo(" + builder + " imports" + host + ") {")
                .line("return " + file.use(owner.bindingName()) + ".addTo(imports" + (host.isEmpty() ? "" : ", host")
                        + ");")
                .line("}");
    }

    private void writeResource(String name, ResourceType resource) {
        JavaTypes.Named named = types.resource(resource);
        file.blank().documentation("The resource {@code " + name + "}.", owner.documentation(name));
        file.line("interface " + named.simpleName() + " {");
        owner.functions().forEach((extern, type) -> {
            FunctionName function = FunctionName.of(extern);
            if (function.kind() == FunctionName.Kind.METHOD
                    && function.resource().equals(name)) {
                file.documentation(title(function), owner.documentation(extern));
                file.line(signature(JavaNames.member(function.name()), type, 1)).blank();
            }
        });
        file.documentation("Called once, when a guest drops it or still owns it at the end.", "")
                .line("default void drop() {}")
                .line("}");
    }

    private void writeBinding() {
        String suppress = "@" + binding.use("java.lang.SuppressWarnings") + "(\"unchecked\")";
        binding.documentation("Links {@link " + owner.simpleName() + "}.", "");
        binding.line("@" + binding.use("javax.annotation.processing.Generated") + "(\"io.fuscia.wit.generator\")");
        binding.line(suppress + " // Lifting is exact.");
        binding.line("public final class " + owner.simpleName() + "Binding {");
        writeResourceTypes();
        binding.line("private " + owner.simpleName() + "Binding() {}").blank();
        String builder = binding.use(RUNTIME + "HostImports") + ".Builder";
        String own = binding.use(owner.qualifiedName());
        String host = hasHostFunctions() ? ", " + own + " host" : "";
        binding.documentation("Adds it to what a host offers.", "");
        binding.line("public static " + builder + " addTo(" + builder + " imports" + host + ") {");
        writeOffers(own);
        binding.line("return imports;").line("}");
        new TypeWriter(types, owner, binding, "").writeLiftings();
        binding.line("}");
    }

    private void writeResourceTypes() {
        owner.ownTypes().forEach((name, type) -> {
            if (type instanceof ResourceType resource) {
                String java = JavaTypes.name(types.resource(resource), binding);
                String host = binding.use(RUNTIME + "HostResource");
                binding.documentation(
                        "The resource type {@code " + name + "}, one for all instances and versions.", "");
                binding.line("public static final " + host + "<" + java + "> " + JavaNames.constant(name) + " = " + host
                                + ".of(\"" + name + "\", " + java + ".class, " + java + "::drop);")
                        .blank();
            }
        });
    }

    private void writeOffers(String own) {
        boolean outside = owner.source().name().isEmpty();
        String target = outside ? "imports" : "instance";
        if (!outside) {
            binding.line(binding.use(RUNTIME + "HostImports") + ".InstanceBuilder instance = imports.instance(" + own
                    + ".NAME);");
        }
        owner.source().type().exports().forEach((name, type) -> {
            if (type instanceof ExternType.OfType of && of.type() instanceof ResourceType resource) {
                JavaTypes.Named named = types.resource(resource);
                String constant = named.owner().equals(owner)
                        ? JavaNames.constant(named.name())
                        : binding.use(named.owner().bindingName()) + "." + JavaNames.constant(named.name());
                if (outside) {
                    if (named.owner().equals(owner)) {
                        throw new GeneratorException(
                                "resource `" + name + "` is outside any interface, which hosts cannot offer",
                                owner.place(name));
                    }
                } else {
                    binding.line("instance.resource(\"" + name + "\", " + constant + ");");
                }
            } else if (type instanceof FunctionType function) {
                String opening = target + ".function(\"" + name + "\", (call, args) -> ";
                if (function.result().isPresent()) {
                    binding.line(opening + invocation(name, function) + ");");
                } else {
                    binding.line(opening + "{")
                            .line(invocation(name, function) + ";")
                            .line("return null;")
                            .line("});");
                }
            }
        });
    }

    /** The call of the host's method. */
    private String invocation(String extern, FunctionType type) {
        FunctionName name = FunctionName.of(extern);
        boolean method = name.kind() == FunctionName.Kind.METHOD;
        List<String> arguments = new ArrayList<>();
        arguments.add("call");
        for (int i = method ? 1 : 0; i < type.parameters().size(); i++) {
            arguments.add(types.lift(type.parameters().get(i).type(), "args[" + i + "]", binding));
        }
        String target = method
                ? "((" + types.reference(type.parameters().get(0).type(), binding) + ") args[0])."
                        + JavaNames.member(name.name())
                : "host." + name.ofInterface();
        return target + "(" + String.join(", ", arguments) + ")";
    }
}
