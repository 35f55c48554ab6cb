// The test task: see "The test task" in ../README.md for its operations.
import { Context, reallocate, text } from "./fuscia";
import { execute } from "./operations";

// The build renames these exports: AssemblyScript has no names with colons.
export function task_execute(
  a: usize, an: usize, b: usize, bn: usize, c: usize, cn: usize, data: usize, n: usize,
): usize {
  return execute(new Context(text(a, an), text(b, bn), text(c, cn)), text(data, n));
}

export function cabi_realloc(old: usize, oldSize: usize, align: usize, size: usize): usize {
  return reallocate(old, oldSize, align, size);
}
