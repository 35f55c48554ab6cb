// Renames imports of a component: rename-imports.mjs IN.wasm FROM TO OUT.wasm, where every imported
// name that starts with FROM (such as wasx:) gets TO, of the same length, instead.
import { readFileSync, writeFileSync } from 'node:fs';

const IMPORT_SECTION = 10;
const [source, from, to, out] = process.argv.slice(2);
if (Buffer.byteLength(from) !== Buffer.byteLength(to)) throw new Error('the names differ in length');
const bytes = readFileSync(source);
let at = 8;
const number = () => {
    for (let value = 0, shift = 0; ; shift += 7) {
        const byte = bytes[at++];
        value += (byte & 0x7f) * 2 ** shift;
        if (byte < 0x80) return value;
    }
};
let renamed = 0;
while (at < bytes.length) {
    const id = bytes[at++];
    const size = number();
    const end = at + size;
    if (id === IMPORT_SECTION) {
        for (let found = bytes.indexOf(from, at); found >= 0 && found < end; found = bytes.indexOf(from, found + 1)) {
            bytes.write(to, found);
            renamed++;
        }
    }
    at = end;
}
if (renamed === 0) throw new Error(`no import starts with ${from}`);
writeFileSync(out, bytes);
