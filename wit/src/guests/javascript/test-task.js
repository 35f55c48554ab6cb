// The test task: see "The test task" in ../README.md for its operations.
import * as kv from 'fuscia:kv/kv@0.1.0';
import * as config from 'fuscia:config/config@0.1.0';
import { log } from 'fuscia:log/log@0.1.0';

const orNull = value => value ?? null;

const operations = {
    kv({ key = 'key', value = 'value' }) {
        const before = orNull(kv.get(key));
        kv.set(key, value);
        const stored = orNull(kv.get(key));
        kv.delete(key);
        return { before, stored, after: orNull(kv.get(key)) };
    },
    'kv-get': ({ key = 'key' }) => ({ value: orNull(kv.get(key)) }),
    'kv-set'({ key = 'key', value = 'value' }) {
        kv.set(key, value);
        return {};
    },
    'kv-delete'({ key = 'key' }) {
        kv.delete(key);
        return {};
    },
    config: ({ key = 'key' }) => ({ value: orNull(config.get(key)) }),
    log({ message = 'message' }) {
        ['trace', 'debug', 'info', 'warn', 'error'].forEach(level => log(level, message));
        return { logged: 5 };
    },
    ctx: (_, ctx) => ({ execution_id: ctx.executionId, node_id: ctx.nodeId, task_id: ctx.taskId }),
};

export const task = {
    execute(ctx, data) {
        const input = JSON.parse(data);
        const op = input.op ?? '';
        if (op === 'echo') return { data };
        if (op === 'fail') throw input.message ?? 'message';
        if (!Object.hasOwn(operations, op)) throw `permanent: unknown op "${op}"`;
        return { data: JSON.stringify(operations[op](input, ctx)) };
    },
};
