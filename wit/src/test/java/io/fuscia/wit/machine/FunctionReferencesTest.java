package io.fuscia.wit.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** References to functions of one core module in another, each of them interpreted and compiled. */
class FunctionReferencesTest {
    private static final CoreExtern ADD = new CoreExtern.Function(args -> new long[] {args[0] + 100});

    private final ResourceBudget budget = new ResourceBudget(100, 100);

    private CoreInstance owner(boolean compiled) {
        return Modules.instantiate("reference-owner", compiled, budget, ADD);
    }

    private CoreInstance user(boolean compiled, CoreInstance owner, CoreInstance constantFrom) {
        return Modules.instantiate(
                "reference-user",
                compiled,
                budget,
                constantFrom.export("function"),
                owner.export("call"),
                owner.export("throw"),
                owner.export("variable"),
                constantFrom.export("constant"),
                owner.export("e"));
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void callsTheFunctionThatItWasGiven(boolean ownerCompiled, boolean userCompiled) {
        CoreInstance owner = owner(ownerCompiled);
        CoreInstance user = user(userCompiled, owner, owner);

        assertThat(Modules.callInt(user, "call-got", 0, 21)).isEqualTo(42);
        assertThat(Modules.callInt(user, "call-got", 1, 21))
                .as("an imported one")
                .isEqualTo(121);
        assertThat(Modules.callInt(user, "is-null", 0)).isZero();
        assertThat(Modules.callInt(user, "is-null", 2)).isEqualTo(1);
        assertThat(Modules.callInt(user, "give", 5)).as("given as an argument").isEqualTo(-5);
        assertThat(Modules.callInt(user, "give-back", 0, 8)).isEqualTo(16);
        assertThat(Modules.callInt(user, "give-back", 1, 8)).isEqualTo(108);
        assertThat(Modules.callInt(user, "catch")).as("in an exception").isEqualTo(80);
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void callsByReference(boolean ownerCompiled, boolean userCompiled) {
        CoreInstance owner = owner(ownerCompiled);
        CoreInstance user = user(userCompiled, owner, owner);

        assertThat(Modules.callInt(user, "call-ref-got", 0, 21)).isEqualTo(42);
        assertThat(Modules.callInt(user, "call-ref-got", 1, 21)).isEqualTo(121);
        assertThat(Modules.callInt(user, "call-ref-own", 9)).isEqualTo(-9);
        assertThat(Modules.callInt(user, "tail-call-ref", 0, 4)).isEqualTo(8);
        assertThat(Modules.callInt(user, "tail-call-ref", 1, 4)).isEqualTo(104);
        for (String function : new String[] {"call-ref-got", "tail-call-ref", "call-got", "give-back"}) {
            assertThatThrownBy(() -> Modules.callInt(user, function, 2, 4))
                    .as(function)
                    .isInstanceOfSatisfying(
                            Trap.class, trap -> assertThat(trap.code()).isEqualTo(TrapCode.NULL_REFERENCE));
        }
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void seesTheSameFunctionInAGlobalThatItShares(boolean ownerCompiled, boolean userCompiled) {
        CoreInstance owner = owner(ownerCompiled);
        CoreInstance user = user(userCompiled, owner, owner);

        assertThat(Modules.callInt(user, "call-constant", 5)).isEqualTo(15);
        assertThat(Modules.callInt(user, "call-segment", 6)).isEqualTo(18);
        assertThat(Modules.callInt(user, "call-initial", 7)).isEqualTo(21);
        assertThat(Modules.callInt(user, "call-variable", 8)).isEqualTo(16);
        assertThat(Modules.callInt(owner, "call-variable", 8)).isEqualTo(16);
        Modules.call(user, "set-variable");
        assertThat(Modules.callInt(user, "call-variable", 8)).isEqualTo(-8);
        assertThat(Modules.callInt(owner, "call-variable", 8)).isEqualTo(-8);
        Modules.call(user, "set-variable-back");
        assertThat(Modules.callInt(user, "call-variable", 8)).isEqualTo(16);
        assertThat(Modules.callInt(owner, "call-variable", 8)).isEqualTo(16);
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void passesOnWhatItImportsItself(boolean ownerCompiled, boolean userCompiled) {
        CoreInstance owner = owner(ownerCompiled);
        CoreInstance between = user(ownerCompiled, owner, owner);
        CoreInstance user = user(userCompiled, owner, between);

        assertThat(Modules.callInt(user, "call-constant", 5)).isEqualTo(15);
        assertThat(Modules.callInt(user, "call-segment", 6)).isEqualTo(18);
        assertThat(Modules.callInt(user, "call-got", 0, 21)).isEqualTo(42);
        assertThat(Modules.callInt(user, "call-ref-got", 1, 21)).isEqualTo(121);
    }
}
