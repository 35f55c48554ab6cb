(module (func (export "f") (result externref) (extern.convert_any (ref.i31 (i32.const 1)))))
