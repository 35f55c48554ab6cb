(module (import "" "m" (memory i64 1)))
