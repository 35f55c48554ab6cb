;; The component of wit/README.md's example: exports greet(name: string) -> string, and asks its host
;; for the words with greeting(name: string) -> string.
(component
  (import "greeting" (func $greeting (param "name" string) (result string)))
  (core module $allocation
    (memory (export "memory") 1)
    (global $top (mut i32) (i32.const 1024))
    ;; one page is enough for a name and a greeting
    (func (export "realloc") (param i32 i32 i32 i32) (result i32)
      (local $at i32)
      (local.set $at (global.get $top))
      (global.set $top (i32.add (local.get $at) (local.get 3)))
      (if (i32.gt_u (global.get $top) (i32.const 65536)) (then unreachable))
      (local.get $at))
    (func (export "post") (param i32) (global.set $top (i32.const 1024))))
  (core instance $a (instantiate $allocation))
  (core func $ask (canon lower (func $greeting)
    (memory (core memory $a "memory")) (realloc (core func $a "realloc"))))
  (core module $code
    (import "host" "ask" (func $ask (param i32 i32 i32)))
    ;; 16: where the string that the host returns is noted, and where this function's is looked for
    (func (export "greet") (param i32 i32) (result i32)
      (call $ask (local.get 0) (local.get 1) (i32.const 16))
      (i32.const 16)))
  (core instance $i (instantiate $code (with "host" (instance (export "ask" (func $ask))))))
  (func (export "greet") (param "name" string) (result string)
    (canon lift (core func $i "greet")
      (memory (core memory $a "memory")) (realloc (core func $a "realloc")) (post-return (core func $a "post")))))
