(module
  (tag $a (export "a") (param i32))
  (tag $b (export "b") (param i32))
  (func (export "throw-a") (throw $a (i32.const 1)))
  (func (export "throw-b") (throw $b (i32.const 2))))
