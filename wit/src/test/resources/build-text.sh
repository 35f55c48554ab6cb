#!/bin/bash
# Builds the .wasm beside every .wat of these folders; needs the guests' tools (src/guests/build.sh tools).
set -euo pipefail
cd "$(dirname "$0")"
for text in {machine,runtime,wasi,hostile}/*.wat; do
    node ../../guests/tools/component.mjs parse "$text" "${text%.wat}.wasm"
done

# Components out of a core module and the world that it implements.
core=$(mktemp)
component() { # CORE.wat WIT WORLD OUT.wasm
    node ../../guests/tools/component.mjs parse "$1" "$core"
    node ../../guests/tools/component.mjs new "$2" "$3" "$core" "$4"
}
component bindings/echo.core.wat ../wit/bindings.wit echo bindings/echo.wasm
rm "$core"
