#!/bin/bash
# Builds the .wasm beside every .wat of these folders; needs the guests' tools (src/guests/build.sh tools).
set -euo pipefail
cd "$(dirname "$0")"
for text in {machine,runtime}/*.wat; do
    node ../../guests/tools/component.mjs parse "$text" "${text%.wat}.wasm"
done
