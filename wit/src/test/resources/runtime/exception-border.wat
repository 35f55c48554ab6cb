;; An exception of one component must not be caught by another.
(component
  (component $thrower
    (core module $m (tag $t) (func (export "throw") (throw $t)))
    (core instance $i (instantiate $m))
    (func (export "throw") (canon lift (core func $i "throw"))))
  (component $catcher
    (import "throw" (func $throw))
    (core func $throw' (canon lower (func $throw)))
    (core module $m
      (import "" "throw" (func $throw))
      (func (export "run") (result i32)
        (block $caught (try_table (catch_all $caught) (call $throw)) (return (i32.const 1)))
        (i32.const 2)))
    (core instance $i (instantiate $m (with "" (instance (export "throw" (func $throw'))))))
    (func (export "run") (result u32) (canon lift (core func $i "run"))))
  (instance $a (instantiate $thrower))
  (instance $b (instantiate $catcher (with "throw" (func $a "throw"))))
  (func (export "run") (alias export $b "run"))
  (func (export "throw") (alias export $a "throw")))
