;; Does the same abuse on every path by which a guest's code can come to run: see LimitPathsTest.
(component
  (import "mode" (func $mode (result u32)))
  (import "block" (func $block))
  (import "spin" (func $spin))
  (import "text" (func $text (param "s" string)))

  (component $abuser
    (import "mode" (func $mode (result u32)))
    (import "block" (func $block))
    (import "spin" (func $spin))
    (import "text" (func $text (param "s" string)))

    (core module $libc (memory (export "memory") 2))
    (core instance $libc (instantiate $libc))
    (alias core export $libc "memory" (core memory $memory))
    (core func $mode' (canon lower (func $mode)))
    (core func $block' (canon lower (func $block)))
    (core func $spin' (canon lower (func $spin)))
    (core func $text' (canon lower (func $text) (memory $memory)))

    ;; The destructor exists before the code that it calls.
    (core module $shim
      (table (export "table") 1 funcref)
      (func (export "destroy") (param i32) (call_indirect (param i32) (local.get 0) (i32.const 0))))
    (core instance $shim (instantiate $shim))
    (type $thing' (resource (rep i32) (dtor (core func $shim "destroy"))))
    (export $thing "thing" (type $thing'))
    (core func $new (canon resource.new $thing'))
    (core func $drop (canon resource.drop $thing'))

    (core module $main
      (import "c" "memory" (memory 2))
      (import "h" "mode" (func $mode (result i32)))
      (import "h" "block" (func $block))
      (import "h" "spin" (func $spin))
      (import "h" "text" (func $text (param i32 i32)))
      (import "h" "new" (func $new (param i32) (result i32)))
      (import "h" "drop" (func $drop (param i32)))
      (import "s" "table" (table $destructors 1 funcref))
      (table $elements 1 funcref)
      (elem (table $destructors) (i32.const 0) func $abuse)
      (elem (table $elements) (i32.const 0) func $again)
      (tag $tag)

      (func $recurse (call $recurse))
      (func $again)
      (func $tail (return_call $tail))
      (func $ping (param i32) (return_call $pong (i32.add (local.get 0) (i32.const 1))))
      (func $pong (param i32) (return_call $ping (i32.add (local.get 0) (i32.const 1))))
      (func $catch
        (loop $l (block $caught (try_table (catch_all $caught) (throw $tag))) (br $l)))
      (func $branch-if (local i32) (loop $l (br_if $l (i32.eqz (local.get 0)))))
      (func $branch-table (local i32) (loop $l (br_table $l $l $l (local.get 0))))
      (func $indirect (loop $l (call_indirect $elements (i32.const 0)) (br $l)))
      (func $roomy
        (if (i32.lt_u (memory.size) (i32.const 256))
          (then (drop (memory.grow (i32.sub (i32.const 256) (memory.size)))))))

      (func $abuse (export "abuse") (param $what i32)
        (if (i32.eq (local.get $what) (i32.const 0)) (then (loop $l (br $l))))
        (if (i32.eq (local.get $what) (i32.const 1)) (then (call $recurse)))
        (if (i32.eq (local.get $what) (i32.const 2)) (then
          (loop $l (if (i32.eq (memory.grow (i32.const 1)) (i32.const -1)) (then unreachable)) (br $l))))
        (if (i32.eq (local.get $what) (i32.const 3)) (then
          (loop $l
            (if (i32.eq (table.grow $elements (ref.null func) (i32.const 100)) (i32.const -1)) (then unreachable))
            (br $l))))
        (if (i32.eq (local.get $what) (i32.const 4)) (then (loop $l (drop (call $new (i32.const 99))) (br $l))))
        (if (i32.eq (local.get $what) (i32.const 5)) (then
          (loop $l (call $text (i32.const 0) (i32.const 65536)) (br $l))))
        (if (i32.eq (local.get $what) (i32.const 6)) (then
          (call $roomy)
          (loop $l (memory.fill (i32.const 0) (i32.const 7) (i32.const 16777216)) (br $l))))
        (if (i32.eq (local.get $what) (i32.const 7)) (then
          (call $roomy)
          (loop $l (memory.copy (i32.const 1) (i32.const 0) (i32.const 16777215)) (br $l))))
        (if (i32.eq (local.get $what) (i32.const 8)) (then (call $block)))
        (if (i32.eq (local.get $what) (i32.const 9)) (then (call $spin)))
        (if (i32.eq (local.get $what) (i32.const 10)) (then (return_call $tail)))
        (if (i32.eq (local.get $what) (i32.const 11)) (then (return_call $ping (i32.const 0))))
        (if (i32.eq (local.get $what) (i32.const 12)) (then (call $catch)))
        (if (i32.eq (local.get $what) (i32.const 13)) (then (call $branch-if)))
        (if (i32.eq (local.get $what) (i32.const 14)) (then (call $branch-table)))
        (if (i32.eq (local.get $what) (i32.const 15)) (then (call $indirect)))
        (if (i32.eq (local.get $what) (i32.const 16)) (then (loop $l (drop (call $mode)) (br $l)))))

      (global $what (mut i32) (i32.const 99))
      (func (export "set") (param i32) (global.set $what (local.get 0)))
      (func (export "take") (param i32 i32))
      (func (export "realloc") (param i32 i32 i32 i32) (result i32) (call $abuse (global.get $what)) (i32.const 1024))
      (func (export "nothing"))
      (func (export "after") (call $abuse (global.get $what)))
      (func (export "destroy") (param i32) (call $drop (call $new (local.get 0))))
      (func (export "make") (param i32) (result i32) (call $new (local.get 0))))
    (core instance $main (instantiate $main
      (with "c" (instance $libc))
      (with "s" (instance $shim))
      (with "h" (instance
        (export "mode" (func $mode')) (export "block" (func $block')) (export "spin" (func $spin'))
        (export "text" (func $text')) (export "new" (func $new)) (export "drop" (func $drop))))))

    (core module $starter
      (import "h" "mode" (func $mode (result i32)))
      (import "m" "abuse" (func $abuse (param i32)))
      (func $start (call $abuse (call $mode)))
      (start $start))
    (core instance (instantiate $starter
      (with "h" (instance (export "mode" (func $mode'))))
      (with "m" (instance $main))))

    (func (export "export") (param "what" u32) (canon lift (core func $main "abuse")))
    (func (export "set") (param "what" u32) (canon lift (core func $main "set")))
    (func (export "realloc") (param "s" string)
      (canon lift (core func $main "take") (memory $memory) (realloc (core func $main "realloc"))))
    (func (export "post-return") (canon lift (core func $main "nothing") (post-return (core func $main "after"))))
    (func (export "destructor") (param "what" u32) (canon lift (core func $main "destroy")))
    (func (export "make") (param "what" u32) (result (own $thing)) (canon lift (core func $main "make"))))

  (instance $a (instantiate $abuser
    (with "mode" (func $mode)) (with "block" (func $block)) (with "spin" (func $spin)) (with "text" (func $text))))

  ;; The same from another component, through a call that is lowered and lifted.
  (component $caller
    (import "export" (func $export (param "what" u32)))
    (core func $export' (canon lower (func $export)))
    (core module $main
      (import "" "export" (func $export (param i32)))
      (func (export "call") (param i32) (call $export (local.get 0))))
    (core instance $main (instantiate $main (with "" (instance (export "export" (func $export'))))))
    (func (export "call") (param "what" u32) (canon lift (core func $main "call"))))
  (instance $b (instantiate $caller (with "export" (func $a "export"))))

  (alias export $a "thing" (type $t))
  (export $thing "thing" (type $t))
  (export "export" (func $a "export"))
  (export "set" (func $a "set"))
  (export "realloc" (func $a "realloc"))
  (export "post-return" (func $a "post-return"))
  (export "destructor" (func $a "destructor"))
  (export "make" (func $a "make") (func (param "what" u32) (result (own $thing))))
  (export "across" (func $b "call")))
