;; Copies its own passive segment into a memory that it shares.
(module
  (import "env" "m" (memory 1))
  (data $d "second")
  (func (export "init") (param i32) (memory.init $d (local.get 0) (i32.const 0) (i32.const 6)))
  (func (export "drop") (data.drop $d)))
