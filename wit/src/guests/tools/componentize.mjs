// JavaScript -> component on StarlingMonkey: componentize.mjs WIT_DIR WORLD IN.js OUT.wasm
// (componentize-js has no folders of WIT here either, so it gets all packages in one text.)
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { tools, witSource } from './wit.mjs';

const { componentize } = await import(
    pathToFileURL(join(tools, 'node_modules/@bytecodealliance/componentize-js/src/componentize.js')),
);
const [wit, worldName, source, out] = process.argv.slice(2);
const { component } = await componentize({ sourcePath: resolve(source), witWorld: witSource(wit), worldName });
writeFileSync(out, component);
