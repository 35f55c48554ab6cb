;; A task whose start function takes memory until it gets no more.
(component
  (core module $m
    (memory (export "memory") 1)
    (global $top (mut i32) (i32.const 1024))
    ;; at 16: the result, tag 0 and the string of 2 bytes at 32
    (data (i32.const 16) "\00\00\00\00\20\00\00\00\02\00\00\00")
    (data (i32.const 32) "{}")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32)
      (local $at i32) (local $missing i32)
      (local.set $at (i32.and (i32.add (global.get $top) (i32.const 7)) (i32.const -8)))
      (global.set $top (i32.add (local.get $at) (local.get 3)))
      (local.set $missing (i32.sub (global.get $top) (i32.shl (memory.size) (i32.const 16))))
      (if (i32.gt_s (local.get $missing) (i32.const 0))
        (then
          (if (i32.eq (memory.grow (i32.shr_u (i32.add (local.get $missing) (i32.const 65535)) (i32.const 16))) (i32.const -1))
            (then unreachable))))
      (local.get $at))
    (func (export "execute") (param i32 i32 i32 i32 i32 i32 i32 i32) (result i32) (i32.const 16))
    (func (export "post") (param i32) (global.set $top (i32.const 1024))))
  (core instance $i (instantiate $m))
  (core module $starter
    (memory 1)
    (func $start
      (loop $l (if (i32.eq (memory.grow (i32.const 16)) (i32.const -1)) (then unreachable)) (br $l)))
    (start $start))
  (core instance (instantiate $starter))
  (type $context' (record (field "execution-id" string) (field "node-id" string) (field "task-id" string)))
  (type $output' (record (field "data" string)))
  (component $shape
    (type $context' (record (field "execution-id" string) (field "node-id" string) (field "task-id" string)))
    (type $output' (record (field "data" string)))
    (import "import-context" (type $c (eq $context')))
    (import "import-output" (type $o (eq $output')))
    (import "import-execute" (func $f (param "ctx" $c) (param "data" string) (result (result $o (error string)))))
    (export $context "context" (type $context'))
    (export $output "output" (type $output'))
    (export "execute" (func $f)
      (func (param "ctx" $context) (param "data" string) (result (result $output (error string))))))
  (func $execute (param "ctx" $context') (param "data" string) (result (result $output' (error string)))
    (canon lift (core func $i "execute")
      (memory (core memory $i "memory")) (realloc (core func $i "realloc")) (post-return (core func $i "post"))))
  (instance $task (instantiate $shape
    (with "import-context" (type $context'))
    (with "import-output" (type $output'))
    (with "import-execute" (func $execute))))
  (export "fuscia:task/task@0.1.0" (instance $task)))
