package guest;

import guest.Arena.Text;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.teavm.backend.wasm.wasi.Wasi;
import org.teavm.interop.Address;
import org.teavm.interop.Export;
import org.teavm.interop.Import;

/** The guest matrix in Java: see "The test task" in ../README.md for its operations. */
public final class Task {
    private Task() {}

    /** TeaVM asks for one; what the host calls is {@link #execute}. */
    public static void main(String[] arguments) {}

    @Export(name = "fuscia:task/task@0.1.0#execute")
    static Address execute(
            Address execution,
            int executionLength,
            Address node,
            int nodeLength,
            Address task,
            int taskLength,
            Address data,
            int length) {
        String input = Arena.text(data, length);
        try {
            Json json = new Json(input);
            if (json.get("op", "").equals("ctx")) {
                return answer(
                        false,
                        "{\"execution_id\":" + Json.literal(Arena.text(execution, executionLength)) + ",\"node_id\":"
                                + Json.literal(Arena.text(node, nodeLength)) + ",\"task_id\":"
                                + Json.literal(Arena.text(task, taskLength)) + "}");
            }
            return answer(false, run(json, input));
        } catch (Failure e) {
            return answer(true, e.getMessage());
        } catch (IOException e) {
            return answer(true, e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private static Address answer(boolean failed, String text) {
        Text value = Text.of(text);
        Address result = Arena.allocate(12, 4);
        result.putByte((byte) (failed ? 1 : 0));
        result.add(4).putAddress(value.at());
        result.add(8).putInt(value.length());
        return result;
    }

    private static String run(Json input, String data) throws Failure, IOException {
        String op = input.get("op", "");
        String key = input.get("key", "key");
        String value = input.get("value", "value");
        String message = input.get("message", "message");
        switch (op) {
            case "echo":
                return data;
            case "kv":
                String before = Fuscia.get(key);
                Fuscia.set(key, value);
                String stored = Fuscia.get(key);
                Fuscia.delete(key);
                return "{\"before\":" + Json.literal(before) + ",\"stored\":" + Json.literal(stored) + ",\"after\":"
                        + Json.literal(Fuscia.get(key)) + "}";
            case "kv-get":
                return "{\"value\":" + Json.literal(Fuscia.get(key)) + "}";
            case "kv-set":
                Fuscia.set(key, value);
                return "{}";
            case "kv-delete":
                Fuscia.delete(key);
                return "{}";
            case "config":
                return "{\"value\":" + Json.literal(Fuscia.config(key)) + "}";
            case "log":
                for (int level = 0; level < 5; level++) {
                    Fuscia.log(level, message);
                }
                return "{\"logged\":5}";
            case "fail":
                throw new Failure(message);
            default:
                return wasi(op, input);
        }
    }

    private static String wasi(String op, Json input) throws Failure, IOException {
        switch (op) {
            case "random":
                return "{\"hex\":\"" + random() + "\"}";
            case "clock":
                long start = monotonicNow();
                return "{\"unix_ms\":" + System.currentTimeMillis() + ",\"elapsed_ns\":" + (monotonicNow() - start)
                        + "}";
            case "read-file":
                try (FileInputStream file = new FileInputStream(input.get("path", ""))) {
                    return "{\"content\":"
                            + Json.literal(new String(file.readAllBytes(), StandardCharsets.UTF_8)) + "}";
                }
            case "http-get":
                return Http.get(input.get("url", ""));
            case "garbage":
                return garbage();
            default:
                throw new Failure("permanent: unknown op \"" + op + "\"");
        }
    }

    /** TeaVM's own nanoTime knows no WASI. */
    @Import(module = "wasi:clocks/monotonic-clock@0.2.0", name = "now")
    private static native long monotonicNow();

    private static String random() {
        Address bytes = Arena.allocate(16, 1);
        Wasi.randomGet(bytes, 16);
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < 16; i++) {
            int b = bytes.add(i).getByte() & 0xff;
            hex.append(Character.forDigit(b >> 4, 16)).append(Character.forDigit(b & 15, 16));
        }
        return hex.toString();
    }

    /** Allocates four times the heap, with a part of it in use all the time, and checks what is in use. */
    private static String garbage() {
        int[][] kept = new int[64][];
        for (int i = 0; i < 65_536; i++) {
            kept[i % kept.length] = new int[256];
            kept[i % kept.length][i % 256] = i;
        }
        int right = 0;
        for (int i = 65_536 - kept.length; i < 65_536; i++) {
            right += kept[i % kept.length][i % 256] == i ? 1 : 0;
        }
        return "{\"right\":" + right + "}";
    }
}
