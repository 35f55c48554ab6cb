;; allocates on the collected heap for ever
(module
  (type $node (struct (field (ref null $node))))
  (func (export "f")
    (local $head (ref null $node))
    (loop $more
      (local.set $head (struct.new $node (local.get $head)))
      (br $more))))
