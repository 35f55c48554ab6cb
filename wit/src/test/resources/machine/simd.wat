;; SIMD, which the machine does not know
(module
  (func (export "sum") (param i32) (result i32)
    (local $v v128)
    (local.set $v (i32x4.splat (local.get 0)))
    (i32.add
      (i32x4.extract_lane 0 (i32x4.add (local.get $v) (local.get $v)))
      (i32x4.extract_lane 3 (local.get $v)))))
