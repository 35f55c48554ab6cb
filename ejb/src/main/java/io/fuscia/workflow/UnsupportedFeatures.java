package io.fuscia.workflow;

import java.util.Optional;

/** The one list of what definitions may say and Fuscia cannot run yet. To lift a limit, take it out of the sets. */
final class UnsupportedFeatures {
    static final String CODE = "feature_not_supported";

    private static final boolean POLL_TRIGGERS = false;

    private UnsupportedFeatures() {}

    /** What the node needs that is not there yet, as a sentence. */
    static Optional<String> of(NodeDefinition node) {
        if (!POLL_TRIGGERS
                && node instanceof NodeDefinition.Trigger trigger
                && !(trigger.source() instanceof NodeDefinition.TriggerSource.Manual)
                && !(trigger.source() instanceof NodeDefinition.TriggerSource.Webhook)) {
            return Optional.of("poll triggers are not supported yet; 'manual' and 'webhook' are");
        }
        return Optional.empty();
    }
}
