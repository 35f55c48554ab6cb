package io.fuscia.batch.model;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Makes a drawing that fails smaller, one thing after the other, as long as it still fails and can still be saved. */
final class Shrinking {
    private Shrinking() {}

    /** A drawing and how it fails. */
    record Failing(Drawing drawing, Throwable how) {}

    /**
     * The smallest one found.
     *
     * @param failure how a drawing fails; empty if it does not
     * @param mayGoOn asked before each step
     */
    static Failing smallest(Failing first, Function<Drawing, Optional<Throwable>> failure, BooleanSupplier mayGoOn) {
        Failing smallest = first;
        Optional<Failing> next = Optional.of(first);
        while (next.isPresent() && mayGoOn.getAsBoolean()) {
            smallest = next.get();
            next = smaller(smallest.drawing(), failure, mayGoOn);
        }
        return smallest;
    }

    private static Optional<Failing> smaller(
            Drawing drawing, Function<Drawing, Optional<Throwable>> failure, BooleanSupplier mayGoOn) {
        for (Drawing candidate : drawing.smaller()) {
            if (!mayGoOn.getAsBoolean()) {
                return Optional.empty();
            }
            if (Saving.isRefused(candidate)) {
                continue;
            }
            Optional<Throwable> how = failure.apply(candidate);
            if (how.isPresent()) {
                return Optional.of(new Failing(candidate, how.get()));
            }
        }
        return Optional.empty();
    }
}
