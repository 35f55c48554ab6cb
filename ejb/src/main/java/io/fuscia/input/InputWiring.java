package io.fuscia.input;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the evaluators injectable on the server; one of each, because they cache. */
@Dependent
class InputWiring {
    @Produces
    @Singleton
    JsonSchemas schemas() {
        return new JsonSchemas();
    }

    @Produces
    @Singleton
    InputEvaluator evaluator(JsonSchemas schemas) {
        return new InputEvaluator(schemas);
    }

    @Produces
    @Singleton
    Conditions conditions() {
        return new Conditions();
    }
}
