package io.fuscia.workflow;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/** Cron expressions of five fields: minute, hour, day of month, month, day of week. Thread-safe. */
public final class CronExpressions {
    private static final int MAX_LENGTH = 200;

    private CronExpressions() {}

    /** What is wrong with the expression; empty if nothing is. */
    static Optional<String> wrong(String expression) {
        if (expression.length() > MAX_LENGTH) {
            return Optional.of("it is longer than " + MAX_LENGTH + " characters");
        }
        try {
            parse(expression);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }

    /**
     * The first time after another at which the expression fires.
     *
     * @param expression as checked when the definition was parsed
     * @return empty if it never fires again, such as on 30 February
     */
    public static Optional<ZonedDateTime> next(String expression, ZoneId zone, ZonedDateTime after) {
        return ExecutionTime.forCron(parse(expression)).nextExecution(after.withZoneSameInstant(zone));
    }

    private static Cron parse(String expression) {
        return new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX))
                .parse(expression)
                .validate();
    }
}
