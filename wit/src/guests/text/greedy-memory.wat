;; Declares 4 GiB of memory from the start.
(component
  (core module $m (memory 65536))
  (core instance (instantiate $m)))
