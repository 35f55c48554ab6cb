// The guest matrix on StarlingMonkey: web APIs where it has them, WIT imports for the rest.
import { task as basic } from './test-task.js';
import { openFile } from './files.js';
import { getDirectories } from 'wasi:filesystem/preopens@0.2.0';

const operations = {
    random: () => ({ hex: Array.from(crypto.getRandomValues(new Uint8Array(16)), hex).join('') }),
    clock() {
        const start = performance.now();
        return { unix_ms: Date.now(), elapsed_ns: Math.round((performance.now() - start) * 1e6) };
    },
    'read-file'({ path }) {
        const file = openFile(getDirectories(), path);
        const parts = [];
        for (let at = 0, end = false; !end; ) {
            let bytes;
            [bytes, end] = file.read(65536n, BigInt(at));
            parts.push(bytes);
            at += bytes.length;
        }
        return { content: parts.map(part => new TextDecoder().decode(part)).join('') };
    },
    async 'http-get'({ url }) {
        const response = await fetch(url);
        return {
            status: response.status,
            headers: Object.fromEntries([...response.headers].map(([name, value]) => [name.toLowerCase(), value])),
            body: await response.text(),
        };
    },
};

const hex = byte => byte.toString(16).padStart(2, '0');

export const task = {
    async execute(ctx, data) {
        const input = JSON.parse(data);
        if (!Object.hasOwn(operations, input.op)) return basic.execute(ctx, data);
        try {
            return { data: JSON.stringify(await operations[input.op](input)) };
        } catch (e) {
            throw typeof e === 'string' ? e : String(e.payload ?? e.message ?? e);
        }
    },
};
