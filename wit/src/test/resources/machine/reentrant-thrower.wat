;; Has the tag, and a function that throws it, in a table too.
(module
  (tag $e (export "e") (param i32))
  (table (export "t") 1 funcref)
  (elem (i32.const 0) $throw)
  (func $throw (throw $e (i32.const 3))))
