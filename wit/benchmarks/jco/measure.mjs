// Measures a component that jco transpiled: node measure.mjs FOLDER. Prints medians in microseconds.
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';

const folder = process.argv[2];
const { instantiate } = await import(pathToFileURL(join(folder, 'guest.js')));
const wasi = {};
for (const part of ['cli', 'clocks', 'filesystem', 'io', 'random', 'sockets', 'http']) {
    try {
        Object.assign(wasi, flatten(part, await import(`@bytecodealliance/preview2-shim/${part}`)));
    } catch { /* a part that this version of the shim does not have */ }
}
function flatten(part, module) {
    const name = text => text.replace(/[A-Z]/g, letter => '-' + letter.toLowerCase());
    return Object.fromEntries(Object.entries(module).map(([key, value]) => [`wasi:${part}/${name(key)}`, value]));
}
const imports = {
    'fuscia:kv/kv': { get: () => undefined, set() {}, delete() {} },
    'fuscia:config/config': { get: () => undefined },
    'fuscia:log/log': { log() {} },
    ...wasi,
};
for (const [name, value] of Object.entries({ ...imports })) {
    for (const version of name.startsWith('fuscia') ? ['0.1.0'] : []) imports[`${name}@${version}`] = value;
}
const modules = new Map();
async function core(path) {
    if (!modules.has(path)) modules.set(path, await WebAssembly.compile(await readFile(join(folder, path))));
    return modules.get(path);
}
const data = '{"op":"echo","text":"hello"}';
const context = { executionId: 'execution', nodeId: 'node', taskId: 'task' };
const fresh = async () => {
    const instance = await instantiate(core, imports);
    return instance['fuscia:task/task@0.1.0'] ?? instance.task;
};

async function median(seconds, body) {
    const times = [];
    const end = performance.now() + seconds * 1000;
    while (performance.now() < end) {
        const start = process.hrtime.bigint();
        await body();
        times.push(Number(process.hrtime.bigint() - start) / 1000);
    }
    const warm = times.slice(times.length >> 1).sort((a, b) => a - b);
    return warm[warm.length >> 1];
}

const task = await fresh();
if (task.execute(context, data).data !== data) throw new Error('the guest did not echo');
const one = async () => (await fresh()).execute(context, data);
console.log(`jco on Node ${process.version}, ${folder.split('/').pop()}:`);
console.log(`  fresh instance ${(await median(6, one)).toFixed(1)} us`);
// Many calls per sample: one is shorter than the clock is fine.
const many = () => { for (let i = 0; i < 100; i++) task.execute(context, data); };
console.log(`  reused instance ${((await median(6, many)) / 100).toFixed(2)} us`);
