;; allocates on the collected heap while it is instantiated
(module
  (type $bytes (array i64))
  (global (ref $bytes) (array.new_default $bytes (i32.const 0x7fffffff))))
