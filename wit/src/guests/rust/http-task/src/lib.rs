//! The test task with `http-get`.

mod get;
mod wasi;

use fuscia::{testing, Context};

fn execute(context: Context, data: String) -> Result<String, String> {
    match testing::execute(&context, &data)? {
        Some(result) => Ok(result),
        None => get::execute(&data)?.ok_or_else(|| testing::unknown(&data)),
    }
}

fuscia::tasks! { "fuscia:task/task@0.1.0" => execute }
