package guest;

import guest.Arena.Text;
import org.teavm.interop.Address;
import org.teavm.interop.Import;

/** The {@code fuscia:*} interfaces by the canonical ABI's core names. */
final class Fuscia {
    private Fuscia() {}

    @Import(module = "fuscia:kv/kv@0.1.0", name = "get")
    private static native void kvGet(Address key, int length, Address out);

    @Import(module = "fuscia:kv/kv@0.1.0", name = "set")
    private static native void kvSet(Address key, int length, Address value, int valueLength);

    @Import(module = "fuscia:kv/kv@0.1.0", name = "delete")
    private static native void kvDelete(Address key, int length);

    // TeaVM knows functions by name alone, so that a second "get" needs another; the build takes it off again.
    @Import(module = "fuscia:config/config@0.1.0", name = "config#get")
    private static native void configGet(Address key, int length, Address out);

    @Import(module = "fuscia:log/log@0.1.0", name = "log")
    private static native void log(int level, Address message, int length);

    static String get(String key) {
        Text text = Text.of(key);
        Address out = Arena.allocate(12, 4);
        kvGet(text.at(), text.length(), out);
        return optional(out);
    }

    static void set(String key, String value) {
        Text text = Text.of(key);
        Text stored = Text.of(value);
        kvSet(text.at(), text.length(), stored.at(), stored.length());
    }

    static void delete(String key) {
        Text text = Text.of(key);
        kvDelete(text.at(), text.length());
    }

    static String config(String key) {
        Text text = Text.of(key);
        Address out = Arena.allocate(12, 4);
        configGet(text.at(), text.length(), out);
        return optional(out);
    }

    static void log(int level, String message) {
        Text text = Text.of(message);
        log(level, text.at(), text.length());
    }

    private static String optional(Address out) {
        return out.getByte() == 0 ? null : Arena.text(out.add(4).getAddress(), out.add(8).getInt());
    }
}
