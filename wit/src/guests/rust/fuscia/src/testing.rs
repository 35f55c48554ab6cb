//! The operations that every test task has; "The test task" in ../../../README.md describes them.

use crate::json::{object, Value};
use crate::{config, kv, log, Context};

/// Runs the operation, or gives the input back when it is not one of these.
pub fn execute(context: &Context, data: &str) -> Result<Option<String>, String> {
    let input = Value::parse(data)?;
    let key = input.text("key").unwrap_or("key");
    let value = input.text("value").unwrap_or("value");
    let message = input.text("message").unwrap_or("message");
    let result = match input.text("op").unwrap_or("") {
        "echo" => return Ok(Some(data.into())),
        "kv" => {
            let before = kv::get(key);
            kv::set(key, value);
            let stored = kv::get(key);
            kv::delete(key);
            object([("before", before.into()), ("stored", stored.into()), ("after", kv::get(key).into())])
        }
        "kv-get" => object([("value", kv::get(key).into())]),
        "kv-set" => {
            kv::set(key, value);
            object([])
        }
        "kv-delete" => {
            kv::delete(key);
            object([])
        }
        "config" => object([("value", config::get(key).into())]),
        "log" => {
            use log::Level::*;
            for level in [Trace, Debug, Info, Warn, Error] {
                log::log(level, message);
            }
            object([("logged", 5.0.into())])
        }
        "fail" => return Err(message.into()),
        "ctx" => object([
            ("execution_id", context.execution_id.as_str().into()),
            ("node_id", context.node_id.as_str().into()),
            ("task_id", context.task_id.as_str().into()),
        ]),
        _ => return Ok(None),
    };
    Ok(Some(result.to_string()))
}

pub fn unknown(data: &str) -> String {
    let op = Value::parse(data).ok().and_then(|input| input.text("op").map(String::from));
    format!("permanent: unknown op \"{}\"", op.unwrap_or_default())
}
