package io.fuscia.wit.linking;

/** Where a core definition comes from. */
public sealed interface CoreReference {
    /** An export of the nth core instance. */
    record Export(int coreInstance, String name) implements CoreReference {}

    /**
     * A function that is looked up when it is first called.
     *
     * @param target which function
     * @param availableFrom the step that makes it callable; before, the call traps as on an empty table element
     */
    record Deferred(CoreReference target, int availableFrom) implements CoreReference {}

    /** The nth lowered function. */
    record Lowered(int lowering) implements CoreReference {}

    /** {@code resource.new} of a resource type, in a component instance. */
    record ResourceNew(int resource, int instance) implements CoreReference {}

    /** {@code resource.drop} of a resource type, in a component instance. */
    record ResourceDrop(int resource, int instance) implements CoreReference {}

    /** {@code resource.rep} of a resource type, in a component instance. */
    record ResourceRep(int resource, int instance) implements CoreReference {}
}
