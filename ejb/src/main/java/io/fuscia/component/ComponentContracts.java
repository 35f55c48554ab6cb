package io.fuscia.component;

import io.fuscia.wit.types.ExternType;
import io.fuscia.wit.types.FunctionType;
import io.fuscia.wit.types.FunctionType.Parameter;
import io.fuscia.wit.types.InstanceType;
import io.fuscia.wit.types.ListType;
import io.fuscia.wit.types.OptionType;
import io.fuscia.wit.types.PrimitiveType;
import io.fuscia.wit.types.RecordType;
import io.fuscia.wit.types.RecordType.Field;
import io.fuscia.wit.types.ResultType;
import io.fuscia.wit.types.TupleType;
import io.fuscia.wit.types.ValueType;
import io.fuscia.wit.types.VariantType;
import io.fuscia.wit.types.VariantType.Case;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The shapes of {@code fuscia:task/task} and {@code fuscia:trigger/trigger}, and which of a component's exports stands
 * for a declared task or trigger: an instance named like it, else the export of the contract itself, which is told by
 * configuration what it is called for.
 */
public final class ComponentContracts {
    /** {@code execute(ctx: context, data: string) -> result<output, string>}. */
    public static final ComponentContracts TASK =
            new ComponentContracts("fuscia:task/task@0.1", "execute", taskFunction());

    /** {@code handle(event: event) -> result<status, string>}. */
    public static final ComponentContracts TRIGGER =
            new ComponentContracts("fuscia:trigger/trigger@0.1", "handle", triggerFunction());

    private final String interfaceName;
    private final String function;
    private final FunctionType type;

    private ComponentContracts(String interfaceName, String function, FunctionType type) {
        this.interfaceName = interfaceName;
        this.function = function;
        this.type = type;
    }

    private static FunctionType taskFunction() {
        ValueType string = PrimitiveType.STRING;
        ValueType context = new RecordType(
                List.of(new Field("execution-id", string), new Field("node-id", string), new Field("task-id", string)));
        ValueType output = new RecordType(List.of(new Field("data", string)));
        return new FunctionType(
                List.of(new Parameter("ctx", context), new Parameter("data", string)),
                Optional.of(new ResultType(Optional.of(output), Optional.of(string))));
    }

    private static FunctionType triggerFunction() {
        ValueType string = PrimitiveType.STRING;
        ValueType request = new RecordType(List.of(
                new Field("method", string),
                new Field("path", string),
                new Field("headers", new ListType(new TupleType(List.of(string, string)))),
                new Field("body", new OptionType(string))));
        ValueType event =
                new VariantType(List.of(new Case("poll", Optional.empty()), new Case("webhook", Optional.of(request))));
        ValueType status = new VariantType(
                List.of(new Case("completed", Optional.of(string)), new Case("pending", Optional.empty())));
        return new FunctionType(
                List.of(new Parameter("event", event)),
                Optional.of(new ResultType(Optional.of(status), Optional.of(string))));
    }

    /** The function of the contract. */
    public String function() {
        return function;
    }

    /**
     * The exported instance to call for a declared task or trigger.
     *
     * @param exports the component's exports by name
     * @param name as declared
     * @return the export's name; empty if no export has the contract's shape under either name
     */
    public Optional<String> exportFor(Map<String, ExternType> exports, String name) {
        String kebab = name.replace('_', '-').toLowerCase(Locale.ROOT);
        return exports.keySet().stream()
                .filter(export -> isNamed(export, name) || isNamed(export, kebab))
                .filter(export -> hasShape(exports.get(export)))
                .findFirst()
                .or(() -> exports.keySet().stream()
                        .filter(export -> export.startsWith(interfaceName) || export.equals(unversioned()))
                        .filter(export -> hasShape(exports.get(export)))
                        .findFirst());
    }

    private String unversioned() {
        return interfaceName.substring(0, interfaceName.indexOf('@'));
    }

    /** Whether an export is {@code name} or {@code package:of/name[@version]}. */
    private static boolean isNamed(String export, String name) {
        int slash = export.indexOf('/');
        int at = export.indexOf('@');
        return export.substring(slash + 1, at < 0 ? export.length() : at).equals(name);
    }

    private boolean hasShape(ExternType export) {
        return export instanceof InstanceType instance
                && type.equals(instance.exports().get(function));
    }
}
