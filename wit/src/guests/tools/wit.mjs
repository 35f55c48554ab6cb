// Finds the npm packages of the guests' tools, and reads a folder of WIT as one text.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

export const tools = process.env.GUEST_TOOLS ?? join(homedir(), '.cache/fuscia-guest-tools');
export const require = createRequire(join(tools, 'package.json'));

// All packages in one text, since this build of wasm-tools does not find folders: the root as it
// is, then each of deps/ as a nested package.
export function witSource(path) {
    if (!statSync(path).isDirectory()) return readFileSync(path, 'utf8');
    const read = folder =>
        readdirSync(folder).filter(f => f.endsWith('.wit')).sort().map(f => readFileSync(join(folder, f), 'utf8')).join('\n');
    const nested = folder => read(folder).replace(/^package ([^;]+);/m, 'package $1 {') + '}\n';
    return [read(path), ...readdirSync(join(path, 'deps')).sort().map(d => nested(join(path, 'deps', d)))].join('\n');
}
