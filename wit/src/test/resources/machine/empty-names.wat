;; An import with two empty names, which Chicory refuses to parse.
(module
  (import "" "" (func $f (result i32)))
  (import "" "" (func $g (result i32)))
  (func (export "run") (result i32) (i32.add (call $f) (call $g))))
