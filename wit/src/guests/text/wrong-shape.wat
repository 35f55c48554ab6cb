;; Exports fuscia:task/task with an `execute` of another type.
(component
  (core module $m (func (export "execute") (param i32) (result i32) local.get 0))
  (core instance $i (instantiate $m))
  (func $execute (param "data" u32) (result u32) (canon lift (core func $i "execute")))
  (instance $task (export "execute" (func $execute)))
  (export "fuscia:task/task@0.1.0" (instance $task)))
