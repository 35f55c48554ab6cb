//! The test task, without WASI: see "The test task" in ../../README.md.

use fuscia::{testing, Context};

fn execute(context: Context, data: String) -> Result<String, String> {
    testing::execute(&context, &data)?.ok_or_else(|| testing::unknown(&data))
}

fuscia::tasks! { "fuscia:task/task@0.1.0" => execute }
