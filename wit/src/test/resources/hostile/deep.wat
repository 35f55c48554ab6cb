;; Calls the host from as deep as it is told to.
(component
  (import "touch" (func $touch (param "n" u32)))
  (core func $touch' (canon lower (func $touch)))
  (core module $m
    (import "" "touch" (func $touch (param i32)))
    (func $deep (export "deep") (param $n i32) (param $what i32)
      (if (local.get $n)
        (then (call $deep (i32.sub (local.get $n) (i32.const 1)) (local.get $what)))
        (else (call $touch (local.get $what))))))
  (core instance $i (instantiate $m (with "" (instance (export "touch" (func $touch'))))))
  (func (export "deep") (param "depth" u32) (param "what" u32) (canon lift (core func $i "deep"))))
