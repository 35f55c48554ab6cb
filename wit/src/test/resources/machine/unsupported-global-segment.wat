(module
  (import "env" "g" (global $g funcref))
  (table 1 funcref)
  (elem $e funcref (global.get $g))
  (func (export "f") (table.init $e (i32.const 0) (i32.const 0) (i32.const 1))))
