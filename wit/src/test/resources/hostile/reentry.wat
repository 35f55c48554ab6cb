;; Two components, the second of which calls the first back through the host's function; and one handle lent and given at once.
(component
  (import "host" (instance $host
    (export "thing" (type $thing (sub resource)))
    (export "make" (func (result (own $thing))))
    (export "both" (func (param "lent" (borrow $thing)) (param "given" (own $thing))))
    (export "twice" (func (param "a" (own $thing)) (param "b" (own $thing))))
    (export "back" (func))))
  (alias export $host "thing" (type $thing))
  (core func $make (canon lower (func $host "make")))
  (core func $both (canon lower (func $host "both")))
  (core func $twice (canon lower (func $host "twice")))
  (core func $back (canon lower (func $host "back")))
  (core module $m
    (import "h" "make" (func $make (result i32)))
    (import "h" "both" (func $both (param i32 i32)))
    (import "h" "twice" (func $twice (param i32 i32)))
    (import "h" "back" (func $back))
    (func (export "both") (local i32) (local.set 0 (call $make)) (call $both (local.get 0) (local.get 0)))
    (func (export "twice") (local i32) (local.set 0 (call $make)) (call $twice (local.get 0) (local.get 0)))
    (func (export "back") (call $back)))
  (core instance $i (instantiate $m (with "h" (instance
    (export "make" (func $make)) (export "both" (func $both)) (export "twice" (func $twice))
    (export "back" (func $back))))))
  (func (export "both") (canon lift (core func $i "both")))
  (func (export "twice") (canon lift (core func $i "twice")))
  (func (export "back") (canon lift (core func $i "back"))))
