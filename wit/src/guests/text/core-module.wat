;; A core module: valid Wasm, but not a component.
(module
  (memory (export "memory") 1)
  (func (export "execute") (param i32 i32) (result i32) i32.const 0))
