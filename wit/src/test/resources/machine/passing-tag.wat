;; Catches one of two tags of the same type that another module throws.
(module
  (import "env" "throw-a" (func $throw-a))
  (import "env" "throw-b" (func $throw-b))
  (import "env" "a" (tag $a (param i32)))
  (import "env" "b" (tag $b (param i32)))
  (func (export "catch-b") (param $which i32) (result i32)
    (block $all
      (block $h (result i32)
        (try_table (catch $b $h) (catch_all $all)
          (if (local.get $which) (then (call $throw-b)) (else (call $throw-a))))
        (return (i32.const -1)))
      (return))
    (i32.const 77)))
