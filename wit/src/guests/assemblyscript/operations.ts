// The test task's operations: see "The test task" in ../README.md.
import { answer, config, Context, kv, log } from "./fuscia";
import { Json, literal } from "./json";

export function execute(ctx: Context, data: string): usize {
  const input = new Json(data);
  const op = input.get("op", "");
  const key = input.get("key", "key");
  const value = input.get("value", "value");
  const message = input.get("message", "message");
  if (op == "echo") return answer(false, data);
  if (op == "kv") {
    const before = kv.get(key);
    kv.set(key, value);
    const stored = kv.get(key);
    kv.remove(key);
    const after = kv.get(key);
    return answer(false, `{"before":${literal(before)},"stored":${literal(stored)},"after":${literal(after)}}`);
  }
  if (op == "kv-get") return answer(false, `{"value":${literal(kv.get(key))}}`);
  if (op == "kv-set") {
    kv.set(key, value);
    return answer(false, "{}");
  }
  if (op == "kv-delete") {
    kv.remove(key);
    return answer(false, "{}");
  }
  if (op == "config") return answer(false, `{"value":${literal(config.get(key))}}`);
  if (op == "log") {
    for (let level = 0; level < 5; level++) log(level, message);
    return answer(false, '{"logged":5}');
  }
  if (op == "fail") return answer(true, message);
  if (op == "ctx") {
    const execution = literal(ctx.executionId);
    const node = literal(ctx.nodeId);
    return answer(false, `{"execution_id":${execution},"node_id":${node},"task_id":${literal(ctx.taskId)}}`);
  }
  return answer(true, `permanent: unknown op "${op}"`);
}
