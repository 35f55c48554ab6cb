//! The operations that need WASI, all through Rust's own library; `None` when it is not one of these.

use fuscia::json::{object, Value};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

pub fn execute(data: &str) -> Result<Option<String>, String> {
    let input = Value::parse(data)?;
    let message = input.text("message").unwrap_or("message");
    let path = || input.text("path").ok_or("permanent: no path");
    let result = match input.text("op").unwrap_or("") {
        "print" => {
            println!("{message}");
            eprintln!("{message}");
            object([("printed", Value::Bool(true))])
        }
        "random" => object([("hex", random()?.into())]),
        "clock" => {
            let start = Instant::now();
            let unix = SystemTime::now().duration_since(UNIX_EPOCH).map_err(|e| e.to_string())?;
            object([
                ("unix_ms", (unix.as_millis() as f64).into()),
                ("elapsed_ns", (start.elapsed().as_nanos() as f64).into()),
            ])
        }
        "read-file" => object([("content", std::fs::read_to_string(path()?).map_err(|e| e.to_string())?.into())]),
        "write-file" => {
            std::fs::write(path()?, message).map_err(|e| e.to_string())?;
            object([("written", (message.len() as f64).into())])
        }
        "list-files" => {
            let mut names = Vec::new();
            for entry in std::fs::read_dir(path()?).map_err(|e| e.to_string())? {
                names.push(entry.map_err(|e| e.to_string())?.file_name().to_string_lossy().into_owned());
            }
            names.sort();
            object([("names", Value::Array(names.into_iter().map(Value::from).collect()))])
        }
        "env" => object([
            ("args", Value::Array(std::env::args().map(Value::from).collect())),
            ("env", Value::Object(std::env::vars().map(|(k, v)| (k, v.into())).collect())),
        ]),
        "exit" => std::process::exit(input.number("code").unwrap_or(1.0) as i32),
        "panic" => panic!("{message}"),
        _ => return Ok(None),
    };
    Ok(Some(result.to_string()))
}

/// 16 bytes from `random_get`, for which Rust's library has no stable name.
fn random() -> Result<String, String> {
    #[link(wasm_import_module = "wasi_snapshot_preview1")]
    extern "C" {
        fn random_get(buffer: *mut u8, len: usize) -> i32;
    }
    let mut bytes = [0u8; 16];
    match unsafe { random_get(bytes.as_mut_ptr(), bytes.len()) } {
        0 => Ok(bytes.iter().map(|b| format!("{b:02x}")).collect()),
        error => Err(format!("random_get: {error}")),
    }
}
