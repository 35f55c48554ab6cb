;; A component that asks for an interface that no host of ours offers.
(component
  (import "acme:launch/missile@1.0.0" (instance (export "fire" (func)))))
