;; A component that exports no task.
(component)
