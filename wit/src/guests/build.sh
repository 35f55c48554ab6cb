#!/bin/bash
# Builds the guests of one language, or all: build.sh tools|c|rust|javascript|assemblyscript|text|matrix|examples|all
# Binaries go to the test resources and, for the examples, beside their manifests; see README.md.
set -euo pipefail
cd "$(dirname "$0")"

export GUEST_TOOLS="${GUEST_TOOLS:-$HOME/.cache/fuscia-guest-tools}"
contracts=$PWD/../main/wit
binaries=$PWD/../test/resources/guests
matrix=$binaries/matrix
examples=$PWD/../../../ear/examples/components
target=$PWD/target
adapter=$GUEST_TOOLS/node_modules/@bytecodealliance/jco/lib/wasi_snapshot_preview1.reactor.wasm
mkdir -p "$target" "$matrix"

tools() {
    mkdir -p "$GUEST_TOOLS"
    npm install --silent --no-fund --no-audit --prefix "$GUEST_TOOLS" \
        @bytecodealliance/jco@1.35.0 @bytecodealliance/jco-transpile@0.15.0 \
        @bytecodealliance/preview2-shim@0.26.1 @bytecodealliance/componentize-js@0.22.0 componentize-qjs@0.4.5 assemblyscript@0.28.20
}

component() { node tools/component.mjs "$@"; }

# The contracts with the guests' own worlds in place of the platform's.
worlds() {
    mkdir -p "$target/wit"
    cp -r "$contracts/deps" "$target/wit/"
    cp worlds.wit "$target/wit/"
    # The tools take no features, and stumble over an interface that needs one.
    sed -i '/^@unstable(feature = clocks-timezone)/,$d' "$target/wit/deps/clocks/clocks.wit"
}

clang() { # SOURCE CORE [OPTION…]
    clang-22 --target=wasm32-unknown-unknown -nostdlib -Os -mbulk-memory -mbulk-memory-opt \
        -Wall -Wextra -Wno-unused-function -Ic \
        -Wl,--no-entry,--strip-all,-z,stack-size=65536 -o "$2" "$1" "${@:3}"
}

c_guest() { # SOURCE WORLD OUT [OPTION…]
    clang "$1" "$target/core.wasm" "${@:4}"
    component new "$target/wit" "$2" "$target/core.wasm" "$3"
}

c_wasi_guest() { # SOURCE WORLD OUT [OPTION…]
    local builtins=/usr/lib/clang/22/lib/wasi/libclang_rt.builtins-wasm32.a
    clang-22 --target=wasm32-wasi -Wno-deprecated --sysroot=/usr -nodefaultlibs -mexec-model=reactor -Os -mbulk-memory -mbulk-memory-opt \
        -Wall -Wextra -Wno-unused-function -Ic -Wl,--strip-all,--gc-sections \
        -o "$target/core.wasm" "${@:4}" "$1" -lc "$builtins"
    component new "$target/wit" "$2" "$target/core.wasm" "$3" "$adapter"
}

c() {
    c_guest c/test-task.c script-task "$binaries/c-task.wasm"
    c_wasi_guest c/test-task.c script-task "$binaries/c-wasi-task.wasm"
    local one
    for one in loop grow trap divide recurse invalid_utf8 out_of_bounds huge not_json chatter hoard; do
        c_guest c/misbehaving.c script-task "$binaries/bad-${one//_/-}.wasm" -DMISBEHAVIOUR=$one
    done
    c_guest c/misbehaving.c script-task "$binaries/bad-linger.wasm" -DMISBEHAVIOUR=linger -DLINGER
    c_guest c/csv.c csv-shared-types "$binaries/two-tasks-shared-types.wasm"
}

# Debian's Rust brings the standard library as source only.
cargo_build() { # TARGET PACKAGE
    local std=/usr/src/rustc-$(/usr/bin/rustc --version | cut -d' ' -f2)/library/vendor
    (
        cd rust
        export CARGO_TARGET_DIR=$target/rust RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1
        export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld-22 CARGO_TARGET_WASM32_WASIP1_LINKER=wasm-ld-22
        export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="--remap-path-prefix=$PWD=rust"
        export CARGO_TARGET_WASM32_WASIP1_RUSTFLAGS="--remap-path-prefix=$PWD=rust -L/usr/lib/wasm32-wasi \
            -Clink-self-contained=no -Clink-arg=/usr/lib/wasm32-wasi/crt1-reactor.o -Clink-arg=--export=_initialize"
        /usr/bin/cargo build --quiet --release --offline -Zbuild-std=std,panic_abort --target "$1" -p "$2" \
            --config 'source.crates-io.replace-with="std"' --config "source.std.directory=\"$std\""
    )
}

rust_guest() { # PACKAGE WORLD OUT
    cargo_build wasm32-unknown-unknown "$1"
    component new "$target/wit" "$2" "$target/rust/wasm32-unknown-unknown/release/${1//-/_}.wasm" "$3"
}

rust_wasi_guest() { # PACKAGE WORLD OUT
    cargo_build wasm32-wasip1 "$1"
    component new "$target/wit" "$2" "$target/rust/wasm32-wasip1/release/${1//-/_}.wasm" "$3" "$adapter"
}

rust() {
    rust_guest test-task script-task "$binaries/rust-task.wasm"
    rust_guest test-trigger script-trigger "$binaries/rust-trigger.wasm"
    rust_guest http-task http-task "$binaries/rust-http-task.wasm"
    rust_wasi_guest wasi-task script-task "$binaries/rust-wasi-task.wasm"
}

js_guest() { # SOURCE WORLD OUT [OPTION…]
    "$GUEST_TOOLS/node_modules/.bin/componentize-qjs" --sync --opt-size --wit "$target/wit" \
        --js "$1" --world "$2" --output "$3" "${@:4}" >/dev/null
}

javascript() {
    js_guest javascript/test-task.js script-task "$binaries/js-task.wasm" --stub-wasi
    js_guest javascript/test-task.js script-task "$binaries/js-wasi-task.wasm"
}

assemblyscript_guest() { # SOURCE WORLD OUT
    # asc has no way to export under the canonical ABI's names, so they are put in where it is text.
    "$GUEST_TOOLS/node_modules/.bin/asc" "$1" -Osize --runtime stub --noAssert --use abort= \
        --textFile "$target/core.wat"
    sed -i 's|(export "task_execute"|(export "fuscia:task/task@0.1.0#execute"|' "$target/core.wat"
    component parse "$target/core.wat" "$target/core.wasm"
    component new "$target/wit" "$2" "$target/core.wasm" "$3"
}

assemblyscript() {
    assemblyscript_guest assemblyscript/test-task.ts script-task "$binaries/assemblyscript-task.wasm"
}

# QuickJS' build runs the guest once, with a WASI of its own whose resources it does not share with
# wasi:http. So the guest imports WASI under another name there, and gets the right one afterwards.
quickjs_matrix() {
    rm -rf "$target/wasx"
    cp -r "$target/wit" "$target/wasx"
    find "$target/wasx" -name '*.wit' -exec sed -i 's/wasi:/wasx:/g' {} +
    "$GUEST_TOOLS/node_modules/.bin/componentize-qjs" --sync --opt-size --wit "$target/wasx" \
        --js javascript/matrix-quickjs.js --world matrix-task --output "$target/quickjs.wasm" >/dev/null
    node tools/rename-imports.mjs "$target/quickjs.wasm" wasx: wasi: "$target/quickjs.wasm"
    gzip -9nc "$target/quickjs.wasm" >"$matrix/quickjs.wasm.gz"
}

starlingmonkey_matrix() {
    node tools/componentize.mjs "$target/wit" matrix-web-task javascript/matrix-starlingmonkey.js "$target/starlingmonkey.wasm"
    gzip -9nc "$target/starlingmonkey.wasm" >"$matrix/starlingmonkey.wasm.gz"
}

# TeaVM knows imports by name alone (see Fuscia.java); its memory ends with its heap, and Arena needs more;
# its _start initialises classes and returns, which is what _initialize stands for.
java_matrix() {
    mvn -q -B -f java/pom.xml process-classes
    component print java/target/javascript/task.wasm |
        sed -E 's/(\(import "[^"]+" ")[a-z]+#/\1/; s/(\(memory \(;0;\) [0-9]+) [0-9]+\)/\1 1024)/
            s/\(export "_start"/(export "_initialize"/' >"$target/java.wat"
    component parse "$target/java.wat" "$target/core.wasm"
    component new "$target/wit" matrix-task "$target/core.wasm" "$matrix/java.wasm" "$adapter"
}

matrix() {
    rust_wasi_guest matrix-task matrix-task "$matrix/rust.wasm"
    c_wasi_guest c/test-task.c matrix-task "$matrix/c.wasm" -DWITH_HTTP
    assemblyscript_guest assemblyscript/matrix-task.ts matrix-task "$matrix/assemblyscript.wasm"
    quickjs_matrix
    starlingmonkey_matrix
    java_matrix
    component parse text/matrix-task.wat "$matrix/text.wasm"
}

text() {
    local one
    for one in text/*.wat; do
        [ "$one" = text/matrix-task.wat ] || component parse "$one" "$binaries/$(basename "$one" .wat).wasm"
    done
}

examples() {
    rust_guest order-summary script-task "$examples/order-summary/component.wasm"
    rust_guest events script-trigger "$examples/events/component.wasm"
    c_guest c/csv.c csv "$examples/csv/component.wasm"
    c_guest c/echo.c script-task "$examples/echo/component.wasm"
    js_guest javascript/json-transform.js script-task "$examples/json-transform/component.wasm" --stub-wasi
    component parse text/noop-task.wat "$examples/noop/component.wasm"
    local one
    for one in "$examples"/*/; do node tools/seal.mjs "$one"; done
}

case "${1:-all}" in
    tools | c | rust | javascript | assemblyscript | text | matrix | examples) wanted=("$1") ;;
    all) wanted=(c rust javascript assemblyscript text matrix examples) ;;
    *) sed -n '2,3p' "$0" >&2; exit 2 ;;
esac
worlds
for one in "${wanted[@]}"; do "$one"; done
