;; Calls through its table; type 0 and 1 are the other way round than in table-filler.
(module
  (type $i (func (param i32) (result i32)))
  (type $l (func (param i64) (result i64)))
  (table (export "t") 4 funcref)
  (func (export "call-i") (param i32 i32) (result i32) (call_indirect (type $i) (local.get 0) (local.get 1)))
  (func (export "call-l") (param i64 i32) (result i64) (call_indirect (type $l) (local.get 0) (local.get 1))))
