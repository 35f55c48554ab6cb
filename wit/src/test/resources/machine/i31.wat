;; references that need no heap
(module
  (func (export "f") (param i32) (result i32) (i31.get_s (ref.i31 (local.get 0)))))
