package io.fuscia.batch.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ShrinkingTest {
    private static boolean hasJoin(Drawing.Sheet sheet) {
        return sheet.nodes().stream()
                .anyMatch(node ->
                        node.fields().containsKey("join_strategy") || (node.body() != null && hasJoin(node.body())));
    }

    private static int size(Drawing.Sheet sheet) {
        return sheet.nodes().stream()
                .mapToInt(node -> 1 + (node.body() == null ? 0 : size(node.body())))
                .sum();
    }

    /** Drawings that can be saved and fail in the made-up way. */
    private static List<Drawing> failing(Predicate<Drawing> fails) {
        return LongStream.range(0, 300)
                .mapToObj(seed -> new Artist(seed).draw())
                .filter(drawing -> fails.test(drawing) && !Saving.isRefused(drawing))
                .limit(25)
                .toList();
    }

    private static Drawing smallest(Drawing drawing, Predicate<Drawing> fails) {
        Throwable failure = new AssertionError("it fails");
        return Shrinking.smallest(
                        new Shrinking.Failing(drawing, failure),
                        candidate -> fails.test(candidate) ? Optional.of(failure) : Optional.empty(),
                        () -> true)
                .drawing();
    }

    @Test
    void endsWithAWorkflowThatCanBeSavedAndStillFails() {
        Predicate<Drawing> fails = drawing -> hasJoin(drawing.graph());
        List<Drawing> drawings = failing(fails);
        assertThat(drawings).hasSize(25);

        for (Drawing drawing : drawings) {
            Drawing smallest = smallest(drawing, fails);

            assertThat(Saving.save(smallest).violations())
                    .as(smallest.json())
                    .noneMatch(violation -> violation.severity() == io.fuscia.failure.Violation.Severity.ERROR);
            assertThat(hasJoin(smallest.graph())).as(smallest.json()).isTrue();
            assertThat(size(smallest.graph())).as(smallest.json()).isLessThanOrEqualTo(6);
            assertThat(smallest.settings()).isEmpty();
            assertThat(smallest.outside()).isEmpty();
        }
    }

    @Test
    void refusesAJoinThatWaitsForMoreBranchesThanItHas() {
        Predicate<Drawing> counts = drawing -> drawing.json().contains("\"n_of_m\"");
        List<Drawing> drawings = failing(counts);
        assertThat(drawings).hasSize(25);

        assertThat(drawings.stream().flatMap(drawing -> drawing.smaller().stream()))
                .as("candidates that a save refuses because of the count")
                .anyMatch(candidate -> Saving.save(candidate).violations().stream()
                        .anyMatch(violation -> violation.code().equals("out_of_range")));
        assertThat(drawings.stream().map(drawing -> smallest(drawing, counts))).noneMatch(Saving::isRefused);
    }
}
