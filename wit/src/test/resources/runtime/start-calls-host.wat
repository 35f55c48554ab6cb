;; Calls the host while it is instantiated.
(component
  (import "call" (func $call (param "n" u32) (result u32)))
  (core func $call' (canon lower (func $call)))
  (core module $m
    (import "" "call" (func $call (param i32) (result i32)))
    (global $got (mut i32) (i32.const 0))
    (func $start (global.set $got (call $call (i32.const 20))))
    (func (export "got") (result i32) (global.get $got))
    (start $start))
  (core instance $i (instantiate $m (with "" (instance (export "call" (func $call'))))))
  (func (export "got") (result u32) (canon lift (core func $i "got"))))
