;; An exception reference from another core module.
(module (import "env" "f" (func (result exnref))))
