(module
  (type $l (func (param i64) (result i64)))
  (type $i (func (param i32) (result i32)))
  (import "env" "t" (table 4 funcref))
  (import "env" "f" (func $imported (type $i)))
  (func $double (type $i) (i32.mul (local.get 0) (i32.const 2)))
  (func $square (type $l) (i64.mul (local.get 0) (local.get 0)))
  (elem (i32.const 0) $double $square $imported))
