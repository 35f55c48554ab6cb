;; Standard output comes from one version of WASI and is written to through another: two resource types in this
;; component, one at the host.
(component
  (import "wasi:io/streams@0.2.4" (instance $old-streams
    (export "output-stream" (type (sub resource)))))
  (alias export $old-streams "output-stream" (type $old-stream))
  (import "wasi:cli/stdout@0.2.4" (instance $stdout
    (alias outer 1 $old-stream (type $from))
    (export "output-stream" (type $stream (eq $from)))
    (export "get-stdout" (func (result (own $stream))))))
  (import "wasi:io/error@0.2.12" (instance $errors
    (export "error" (type (sub resource)))))
  (alias export $errors "error" (type $error))
  (import "wasi:io/streams@0.2.12" (instance $new-streams
    (export "output-stream" (type $stream (sub resource)))
    (alias outer 1 $error (type $from))
    (export "error" (type $error (eq $from)))
    (type $failure (variant (case "last-operation-failed" (own $error)) (case "closed")))
    (export "stream-error" (type $stream-error (eq $failure)))
    (export "[method]output-stream.blocking-write-and-flush"
      (func (param "self" (borrow $stream)) (param "contents" (list u8)) (result (result (error $stream-error)))))))
  (alias export $new-streams "output-stream" (type $new-stream))

  (core module $memory (memory (export "memory") 1) (data (i32.const 16) "hello"))
  (core instance $memory (instantiate $memory))
  (core func $get-stdout (canon lower (func $stdout "get-stdout")))
  (core func $write (canon lower (func $new-streams "[method]output-stream.blocking-write-and-flush")
    (memory (core memory $memory "memory"))))
  (core func $drop (canon resource.drop $new-stream))

  (core module $main
    (import "host" "memory" (memory 1))
    (import "host" "get-stdout" (func $get-stdout (result i32)))
    (import "host" "write" (func $write (param i32 i32 i32 i32)))
    (import "host" "drop" (func $drop (param i32)))
    (func (export "run")
      (local $stream i32)
      (local.set $stream (call $get-stdout))
      (call $write (local.get $stream) (i32.const 16) (i32.const 5) (i32.const 32))
      (if (i32.load8_u (i32.const 32)) (then unreachable))
      (call $drop (local.get $stream))))
  (core instance $main (instantiate $main (with "host" (instance
    (export "memory" (memory $memory "memory"))
    (export "get-stdout" (func $get-stdout))
    (export "write" (func $write))
    (export "drop" (func $drop))))))
  (func (export "run") (canon lift (core func $main "run"))))
