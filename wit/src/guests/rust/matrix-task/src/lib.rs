//! The guest matrix in Rust: what `wasi-task` does through Rust's own library, and HTTP as `http-task`.

#[path = "../../http-task/src/get.rs"]
mod get;
#[path = "../../wasi-task/src/operations.rs"]
mod operations;
#[path = "../../http-task/src/wasi.rs"]
mod wasi;

use fuscia::{testing, Context};

fn execute(context: Context, data: String) -> Result<String, String> {
    if let Some(result) = testing::execute(&context, &data)? {
        return Ok(result);
    }
    match get::execute(&data)? {
        Some(result) => Ok(result),
        None => operations::execute(&data)?.ok_or_else(|| testing::unknown(&data)),
    }
}

fuscia::tasks! { "fuscia:task/task@0.1.0" => execute }
