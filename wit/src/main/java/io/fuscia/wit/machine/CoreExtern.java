package io.fuscia.wit.machine;

import com.dylibso.chicory.runtime.GlobalInstance;
import com.dylibso.chicory.runtime.TagInstance;

/** What one core instance exports and another imports. */
public sealed interface CoreExtern {
    /** A function. */
    record Function(CoreFunction function) implements CoreExtern {}

    /** A memory. */
    record Memory(GuestMemory memory) implements CoreExtern {}

    /** A table. */
    record Table(GuestTable table) implements CoreExtern {}

    /** A global. */
    record Global(GlobalInstance global) implements CoreExtern {}

    /** An exception tag. */
    record Tag(TagInstance tag) implements CoreExtern {}
}
