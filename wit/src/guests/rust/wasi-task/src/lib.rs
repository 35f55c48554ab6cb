//! The test task with operations that need WASI.

mod operations;

use fuscia::{testing, Context};

fn execute(context: Context, data: String) -> Result<String, String> {
    match testing::execute(&context, &data)? {
        Some(result) => Ok(result),
        None => operations::execute(&data)?.ok_or_else(|| testing::unknown(&data)),
    }
}

fuscia::tasks! { "fuscia:task/task@0.1.0" => execute }
