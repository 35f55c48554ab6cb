// Runs one call of a component under jco on Node, with a host of a few lines:
//   try.mjs COMPONENT.wasm [INSTANCE] [DATA]      INSTANCE: fuscia:task/task (default), fuscia:trigger/trigger or a task's name
// DATA is the task's JSON, or for a trigger `poll` or the webhook request as JSON. Config is taken from CONFIG_<key>, the root folder from PREOPEN (/tmp).
import { mkdtempSync, readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(join(process.env.GUEST_TOOLS ?? join(homedir(), '.cache/fuscia-guest-tools'), 'package.json'));
const load = name => import(pathToFileURL(require.resolve(name)));
const { transpile } = await load('@bytecodealliance/jco');
const { WASIShim } = await load('@bytecodealliance/preview2-shim/instantiation');

const [component, instance = 'fuscia:task/task', data = '{}'] = process.argv.slice(2);
const { files } = await transpile(readFileSync(component), {
    name: 'guest',
    instantiation: { tag: 'async' },
    noTypescript: true,
    tlaCompat: false,
});
const folder = mkdtempSync(join(tmpdir(), 'guest-'));
for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
}
writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
const pairs = new Map();
const imports = {
    ...new WASIShim({ sandbox: { preopens: { '/': process.env.PREOPEN ?? '/tmp' } } }).getImportObject(),
    'fuscia:kv/kv': { get: k => pairs.get(k), set: (k, v) => void pairs.set(k, v), delete: k => void pairs.delete(k) },
    'fuscia:config/config': { get: k => process.env[`CONFIG_${k}`] },
    'fuscia:log/log': { log: (level, message) => console.error(`[${level}] ${message}`) },
    'fuscia:task/task': {},
};
try {
    const { instantiate } = await import(pathToFileURL(join(folder, 'guest.js')));
    const core = name => WebAssembly.compile(readFileSync(join(folder, name)));
    const root = await instantiate(core, imports);
    const found = Object.entries(root).find(([name]) => name === instance || name.startsWith(`${instance}@`));
    const exported = found?.[1] ?? root[instance.replace(/-(.)/g, (_, c) => c.toUpperCase())];
    const calls = instance.startsWith('fuscia:trigger')
        ? [0, 1].map(() => () => exported.handle(data === 'poll' ? { tag: 'poll' } : { tag: 'webhook', val: JSON.parse(data) }))
        : [() => exported.execute({ executionId: 'e-1', nodeId: 'n-1', taskId: 't-1' }, data)];
    for (const call of calls) {
        try {
            console.log(JSON.stringify(await call()));
        } catch (e) {
            console.log(e.payload === undefined ? `trap: ${e.message}` : `error: ${JSON.stringify(e.payload)}`);
        }
    }
} finally {
    rmSync(folder, { recursive: true });
}
