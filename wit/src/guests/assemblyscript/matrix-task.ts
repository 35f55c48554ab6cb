// The guest matrix in AssemblyScript: the test task, and WASI by its core names.
import { answer, Context, reallocate, text } from "./fuscia";
import { Json, literal } from "./json";
import { execute } from "./operations";
import { elapsed, get, Outcome, randomHex, readFile, unixMillis } from "./wasi";

function fetched(url: string): usize {
  const response = get(url);
  if (response.error >= 0) return answer(true, `HTTP error-code ${response.error}`);
  return answer(false, `{"status":${response.status},"body":${literal(response.body)}}`);
}

function run(ctx: Context, data: string): usize {
  const input = new Json(data);
  const op = input.get("op", "");
  if (op == "random") return answer(false, `{"hex":"${randomHex()}"}`);
  if (op == "clock") return answer(false, `{"unix_ms":${unixMillis()},"elapsed_ns":${elapsed()}}`);
  if (op == "http-get") return fetched(input.get("url", ""));
  if (op == "read-file") {
    const content: Outcome = readFile(input.get("path", ""));
    return content.failed ? answer(true, content.value) : answer(false, `{"content":${literal(content.value)}}`);
  }
  return execute(ctx, data);
}

// The build renames these exports: AssemblyScript has no names with colons.
export function task_execute(
  a: usize, an: usize, b: usize, bn: usize, c: usize, cn: usize, data: usize, n: usize,
): usize {
  return run(new Context(text(a, an), text(b, bn), text(c, cn)), text(data, n));
}

export function cabi_realloc(old: usize, oldSize: usize, align: usize, size: usize): usize {
  return reallocate(old, oldSize, align, size);
}
