#!/usr/bin/env bash
# The same component under jco on Node, then under this host, in one session: jco/run.sh [GUEST]. Needs npm; optional.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
guest=${1:-rust-task}
cache=${FUSCIA_JCO:-$HOME/.cache/fuscia-jco}
file=$guest
[ -f "$file" ] || file=$here/../../src/test/resources/guests/$guest.wasm
[ -f "$file" ] || { echo "jco/run.sh: no guest $guest" >&2; exit 2; }
mkdir -p "$cache"
if [ ! -x "$cache/node_modules/.bin/jco" ]; then
    npm install --silent --no-fund --no-audit --prefix "$cache" @bytecodealliance/jco@1.35.0 @bytecodealliance/preview2-shim@0.26.1
fi
out=$cache/$(basename "$guest" .wasm)
"$cache/node_modules/.bin/jco" transpile "$file" --instantiation async --name guest --out-dir "$out" --no-typescript --quiet >/dev/null
echo '{"type": "module"}' >"$out/package.json"
cp "$here/measure.mjs" "$cache/measure.mjs"
(cd "$cache" && node measure.mjs "$out")
FUSCIA_BENCHMARKS_BUILT=yes "$here/../run.sh" 'CallBenchmark' -p guest="$([ -f "$guest" ] && realpath "$guest" || echo "$guest")" -f 1
