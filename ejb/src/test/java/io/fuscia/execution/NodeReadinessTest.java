package io.fuscia.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.execution.NodeReadiness.Decision;
import io.fuscia.input.InputValue;
import io.fuscia.input.NodeId;
import io.fuscia.workflow.JoinStrategy;
import io.fuscia.workflow.NodeDefinition;
import io.fuscia.workflow.NodeSettings;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeReadinessTest {
    /** T taken, N not taken, F failed, - undecided. */
    @ParameterizedTest
    @CsvSource({
        "T, RUN, RUN, RUN, RUN, WAITS",
        "N, SKIP, SKIP, SKIP, SKIP, SKIP",
        "F, SKIP_AFTER_FAILURE, FAIL_JOIN, FAIL_JOIN, FAIL_JOIN, FAIL_JOIN",
        "-, WAIT, WAIT, WAIT, WAIT, WAIT",
        "TT, RUN, RUN, RUN, RUN, RUN",
        "TN, RUN, SKIP, RUN, RUN, SKIP",
        "TF, SKIP_AFTER_FAILURE, FAIL_JOIN, RUN, RUN, FAIL_JOIN",
        "T-, WAIT, WAIT, WAIT, RUN, WAIT",
        "NN, SKIP, SKIP, SKIP, SKIP, SKIP",
        "NF, SKIP_AFTER_FAILURE, FAIL_JOIN, FAIL_JOIN, FAIL_JOIN, FAIL_JOIN",
        "N-, WAIT, WAIT, WAIT, WAIT, WAIT",
        "FF, SKIP_AFTER_FAILURE, FAIL_JOIN, FAIL_JOIN, FAIL_JOIN, FAIL_JOIN",
        "F-, SKIP_AFTER_FAILURE, WAIT, WAIT, WAIT, FAIL_JOIN",
        "--, WAIT, WAIT, WAIT, WAIT, WAIT",
        "TTT, RUN, RUN, RUN, RUN, RUN",
        "TTF, SKIP_AFTER_FAILURE, FAIL_JOIN, RUN, RUN, RUN",
        "TT-, WAIT, WAIT, WAIT, RUN, RUN",
        "TNF, SKIP_AFTER_FAILURE, FAIL_JOIN, RUN, RUN, FAIL_JOIN",
        "TN-, WAIT, WAIT, WAIT, RUN, WAIT",
        "NF-, SKIP_AFTER_FAILURE, WAIT, WAIT, WAIT, FAIL_JOIN",
        "F--, SKIP_AFTER_FAILURE, WAIT, WAIT, WAIT, WAIT",
        "FF-, SKIP_AFTER_FAILURE, WAIT, WAIT, WAIT, FAIL_JOIN",
        "TF-, SKIP_AFTER_FAILURE, WAIT, WAIT, RUN, WAIT",
    })
    void followsTheTable(String edges, String plain, String all, String any, String first, String twoOf) {
        assertThat(decide(component(), edges)).isEqualTo(plain);
        assertThat(decide(join(JoinStrategy.ALL), edges)).isEqualTo(all);
        assertThat(decide(join(JoinStrategy.ANY), edges)).isEqualTo(any);
        assertThat(decide(join(JoinStrategy.FIRST), edges)).isEqualTo(first);
        if (!twoOf.equals("WAITS")) {
            assertThat(decide(join(JoinStrategy.N_OF_M), edges)).isEqualTo(twoOf);
        }
    }

    @Test
    void skipsAJoinThatCannotGetEnoughBranchesAlthoughNoneFailed() {
        assertThat(decide(join(JoinStrategy.N_OF_M), "TNN")).isEqualTo("SKIP");
    }

    private static String decide(NodeDefinition node, String edges) {
        List<EdgeState> states = edges.chars()
                .mapToObj(edge -> switch (edge) {
                    case 'T' -> EdgeState.TAKEN;
                    case 'N' -> EdgeState.NOT_TAKEN;
                    case 'F' -> EdgeState.FAILED;
                    default -> EdgeState.UNDECIDED;
                })
                .toList();
        Decision decision = NodeReadiness.decide(node, states);
        return decision.name();
    }

    private static NodeDefinition component() {
        return new NodeDefinition.Component(
                new NodeId("a"),
                InputValue.ObjectValue.EMPTY,
                NodeSettings.DEFAULT,
                new NodeDefinition.ComponentReference("test/task", Optional.empty()),
                "run");
    }

    private static NodeDefinition join(JoinStrategy strategy) {
        return new NodeDefinition.Join(
                new NodeId("j"),
                InputValue.ObjectValue.EMPTY,
                NodeSettings.DEFAULT,
                strategy,
                strategy == JoinStrategy.N_OF_M ? OptionalInt.of(2) : OptionalInt.empty(),
                Optional.empty());
    }
}
