// Writes the digest of component.wasm into the manifest beside it: seal.mjs FOLDER
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const manifest = join(process.argv[2], 'manifest.json');
const digest = createHash('sha256').update(readFileSync(join(process.argv[2], 'component.wasm'))).digest('hex');
const text = readFileSync(manifest, 'utf8');
writeFileSync(manifest, text.replace(/"digest": "[^"]*"/, `"digest": "sha256:${digest}"`));
