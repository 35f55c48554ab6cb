#!/bin/bash
# Makes a component of each world that wasm-tools and our parser must see the same; needs the guests' tools
# (src/guests/build.sh tools).
set -euo pipefail
cd "$(dirname "$0")"
tools=../../../guests/tools/component.mjs
scratch=$(mktemp -d)
trap 'rm -r "$scratch"' EXIT

cp -r wasi-0.2.12/deps "$scratch/"
echo 'package test:root;' > "$scratch/root.wit"
for world in cli/command cli/imports clocks/imports filesystem/imports http/imports http/proxy io/imports random/imports sockets/imports; do
    node $tools dummy "$scratch" "wasi:$world@0.2.12" "wasi-${world/\//-}.wasm" all
done
for world in platform task-component trigger-component; do
    node $tools dummy ../../../main/wit "$world" "fuscia-$world.wasm" all
done
cp -r ../../../main/wit/deps "$scratch/guests-deps"
mkdir "$scratch/guests" && mv "$scratch/guests-deps" "$scratch/guests/deps" && cp ../../../guests/worlds.wit "$scratch/guests/"
for world in script-task http-task script-trigger csv csv-shared-types; do
    node $tools dummy "$scratch/guests" "$world" "guests-$world.wasm" all
done
node $tools dummy ../../wit/bindings.wit echo bindings-echo.wasm
node $tools dummy kinds.wit kinds kinds.wasm
node $tools dummy kinds.wit kinds kinds-all.wasm all
