;; Declares a table of 2^32 - 1 elements.
(component
  (core module $m (table 0xffffffff funcref))
  (core instance (instantiate $m)))
