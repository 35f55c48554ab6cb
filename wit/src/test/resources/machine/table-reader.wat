;; reads, copies and calls the elements of a table that another module filled
(module
  (type $unary (func (param i32) (result i32)))
  (import "" "t" (table $t 4 funcref))
  (func (export "is-null") (param i32) (result i32) (ref.is_null (table.get $t (local.get 0))))
  (func (export "copy") (table.copy $t $t (i32.const 3) (i32.const 0) (i32.const 1)))
  (func (export "call") (param i32 i32) (result i32)
    (call_indirect $t (type $unary) (local.get 0) (local.get 1))))
