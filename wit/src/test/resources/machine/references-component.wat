;; One core module calls a function that another one gives it a reference to, through a table of its own.
(component
  (core module $owner
    (type $unary (func (param i32) (result i32)))
    (elem declare func $double)
    (func $double (type $unary) (i32.mul (local.get 0) (i32.const 2)))
    (func (export "get") (result funcref) (ref.func $double)))
  (core module $user
    (type $unary (func (param i32) (result i32)))
    (import "owner" "get" (func $get (result funcref)))
    (table $t 1 funcref)
    (func (type $unary) (i32.const 13))
    (func (export "run") (type $unary)
      (table.set $t (i32.const 0) (call $get))
      (call_indirect $t (type $unary) (local.get 0) (i32.const 0))))
  (core instance $owner (instantiate $owner))
  (core instance $user (instantiate $user (with "owner" (instance $owner))))
  (func (export "run") (param "x" u32) (result u32) (canon lift (core func $user "run"))))
