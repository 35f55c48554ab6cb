package io.fuscia.wit.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;
import io.fuscia.wit.abi.ResultValue;
import io.fuscia.wit.linking.FlatComponent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What instances share, and what they must not. */
class SharingTest {
    private final Map<String, String> values = new ConcurrentHashMap<>();
    private final HostImports imports = HostImports.builder()
            .instance("fuscia:kv/kv@0.1.0")
            .function("get", (call, args) -> Optional.ofNullable(values.get((String) args[0])))
            .function("set", (call, args) -> {
                values.put((String) args[0], (String) args[1]);
                return null;
            })
            .function("delete", (call, args) -> {
                values.remove((String) args[0]);
                return null;
            })
            .instance("fuscia:config/config@0.1.0")
            .function("get", (call, args) -> Optional.empty())
            .instance("fuscia:log/log@0.1.0")
            .function("log", (call, args) -> null)
            .build();

    private String echo(CompiledComponent component, String data) {
        try (ComponentInstance instance = component.instantiate(imports, InstanceLimits.DEFAULT)) {
            Object result = instance.function("fuscia:task/task@0.1.0", "execute")
                    .call(new Object[] {"execution", "node", "task"}, data);
            return (String) ((Object[]) ((ResultValue.Ok) result).payload())[0];
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rust-task", "c-task"})
    void runsManyInstancesAtOnce(String guest) throws Exception {
        CompiledComponent component = Probe.COMPILING.compile(Probe.bytes("guests/" + guest));
        ExecutorService executor = Executors.newFixedThreadPool(4);
        try {
            List<Callable<String>> tasks = new ArrayList<>();
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                String data = "{\"op\":\"echo\",\"value\":" + i + "}";
                expected.add(data);
                tasks.add(() -> echo(component, data));
            }
            List<String> results = new ArrayList<>();
            for (Future<String> result : executor.invokeAll(tasks)) {
                results.add(result.get());
            }
            assertThat(results).isEqualTo(expected);
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void leavesOutTheModulesThatOnlyForward() {
        CompiledComponent component = Probe.INTERPRETING.compile(Probe.bytes("guests/rust-task"));

        assertThat(component.modules()).hasSize(3);
        assertThat(component.flat().steps())
                .filteredOn(FlatComponent.Step.InstantiateModule.class::isInstance)
                .hasSize(1);
        assertThat(echo(component, "{\"op\":\"echo\"}")).isEqualTo("{\"op\":\"echo\"}");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void endsExceptionsAtTheBorderOfTheirComponent(boolean compiled) {
        CompiledComponent component =
                (compiled ? Probe.COMPILING : Probe.INTERPRETING).compile(Probe.bytes("runtime/exception-border"));
        for (String function : new String[] {"run", "throw"}) {
            try (ComponentInstance instance = component.instantiate(HostImports.NONE, InstanceLimits.DEFAULT)) {
                assertThatThrownBy(() -> Probe.call(instance, function))
                        .isInstanceOfSatisfying(
                                Trap.class, trap -> assertThat(trap.code()).isEqualTo(TrapCode.UNCAUGHT_EXCEPTION));
            }
        }
    }

    @Test
    void answersTheSameHoweverOftenAnInstanceIsUsedAndGivesItsMemoryBack() throws IOException {
        try (ComponentEngine engine = new ComponentEngine()) {
            CompiledComponent component = engine.compile(Probe.bytes("guests/rust-task"));
            long allowance = component.reuseAllowance().takeAll();
            component.reuseAllowance().giveBack(allowance);
            ComponentInstance instance = component.instantiate(imports, InstanceLimits.DEFAULT.withWallMillis(600_000));
            ComponentFunction execute = instance.function("fuscia:task/task@0.1.0", "execute");
            for (int i = 0; i < 100; i++) {
                // Now and then so much that the guest's memory grows.
                String data = "{\"op\":\"echo\",\"value\":\"" + "x".repeat(i % 10 == 9 ? 100_000 * i : i) + "\"}";
                Object result = execute.call(new Object[] {"execution", "node", "task"}, data);
                assertThat(((Object[]) ((ResultValue.Ok) result).payload())[0]).isEqualTo(data);
            }
            long during = component.reuseAllowance().takeAll();
            component.reuseAllowance().giveBack(during);
            instance.close();

            assertThat(during).isLessThan(allowance);
            assertThat(component.reuseAllowance().takeAll()).isEqualTo(allowance);
        }
    }
}
