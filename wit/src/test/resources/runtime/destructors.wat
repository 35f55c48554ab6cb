;; Destructors that fail, dropped by their own component and by the host while another component runs.
(component
  (import "call" (func $call (param "n" u32) (result u32)))

  (component $owner
    (core module $dtor
      (tag $t)
      (func (export "dtor") (param i32)
        (if (i32.eq (local.get 0) (i32.const 1)) (then (throw $t)))
        (if (i32.eq (local.get 0) (i32.const 2)) (then unreachable))))
    (core instance $dtor (instantiate $dtor))
    (type $r' (resource (rep i32) (dtor (core func $dtor "dtor"))))
    (export $r "r" (type $r'))
    (core func $new (canon resource.new $r'))
    (core func $drop (canon resource.drop $r'))
    (core module $m
      (import "" "new" (func $new (param i32) (result i32)))
      (import "" "drop" (func $drop (param i32)))
      (func (export "make") (param i32) (result i32) (call $new (local.get 0)))
      (func (export "drop-and-catch") (param i32) (result i32)
        (block $caught
          (try_table (catch_all $caught) (call $drop (call $new (local.get 0))))
          (return (i32.const 0)))
        (i32.const 1)))
    (core instance $i (instantiate $m (with "" (instance (export "new" (func $new)) (export "drop" (func $drop))))))
    (func (export "make") (param "n" u32) (result (own $r)) (canon lift (core func $i "make")))
    (func (export "drop-and-catch") (param "n" u32) (result u32) (canon lift (core func $i "drop-and-catch"))))
  (instance $owner (instantiate $owner))

  (component $caller
    (import "call" (func $call (param "n" u32) (result u32)))
    (core func $call' (canon lower (func $call)))
    (core module $m
      (import "" "call" (func $call (param i32) (result i32)))
      (func (export "run") (param i32) (result i32) (call $call (local.get 0))))
    (core instance $i (instantiate $m (with "" (instance (export "call" (func $call'))))))
    (func (export "run") (param "n" u32) (result u32) (canon lift (core func $i "run"))))
  (instance $caller (instantiate $caller (with "call" (func $call))))

  (export "owner" (instance $owner))
  (export "run" (func $caller "run")))
