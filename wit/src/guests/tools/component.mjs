// wasm-tools as far as guests need it, from the npm package jco-transpile (see ../README.md):
//   component.mjs new WIT_DIR|WIT_FILE WORLD CORE.wasm OUT.wasm [ADAPTER.wasm]   core module -> component
//   component.mjs dummy WIT_DIR|WIT_FILE WORLD OUT.wasm [all]                   component with everything a world has
//   component.mjs parse IN.wat OUT.wasm                                          text -> binary
//   component.mjs print IN.wasm                                                  binary -> text
//   component.mjs wit IN.wasm                                                    the world it has
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { require, witSource } from './wit.mjs';

const tools = await import(pathToFileURL(require.resolve('@bytecodealliance/jco-transpile/wasm-tools')));

const [command, ...args] = process.argv.slice(2);
switch (command) {
    case 'new': {
        const [wit, world, core, out, adapter] = args;
        const embedded = await tools.componentEmbed({ binary: readFileSync(core), witSource: witSource(wit), world });
        const adapters = adapter ? [['wasi_snapshot_preview1', readFileSync(adapter)]] : [];
        writeFileSync(out, await tools.componentNew(embedded, adapters));
        break;
    }
    case 'dummy': {
        const [wit, world, out, features] = args;
        const embedded = await tools.componentEmbed({ dummy: true, witSource: witSource(wit), world,
            features: features ? { tag: features } : undefined });
        writeFileSync(out, await tools.componentNew(embedded, []));
        break;
    }
    case 'parse':
        writeFileSync(args[1], await tools.parse(readFileSync(args[0], 'utf8')));
        break;
    case 'print':
        console.log(await tools.print(readFileSync(args[0])));
        break;
    case 'wit':
        console.log(await tools.componentWit(readFileSync(args[0])));
        break;
    default:
        console.error(`${basename(process.argv[1])}: new | dummy | parse | print | wit`);
        process.exit(2);
}
