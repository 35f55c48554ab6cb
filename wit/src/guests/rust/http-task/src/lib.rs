//! The test task with `http-get`: `{"op": "http-get", "url", "method"?, "headers"?, "body"?}`.

mod wasi;

use fuscia::json::{object, Value};
use fuscia::{testing, Context};

fn execute(context: Context, data: String) -> Result<String, String> {
    if let Some(result) = testing::execute(&context, &data)? {
        return Ok(result);
    }
    let input = Value::parse(&data)?;
    if input.text("op") != Some("http-get") {
        return Err(testing::unknown(&data));
    }
    let url = parse(input.text("url").ok_or("permanent: no url")?)?;
    let headers: Vec<_> = match input.get("headers") {
        Some(Value::Object(members)) => members
            .iter()
            .filter_map(|(name, value)| match value {
                Value::String(text) => Some((name.clone(), text.clone())),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    };
    let body = input.text("body").unwrap_or("").as_bytes();
    let response = wasi::send(input.text("method").unwrap_or("GET"), &url, &headers, body)?;
    let headers = response.headers.into_iter().map(|(name, value)| (name.to_lowercase(), value.into())).collect();
    Ok(object([
        ("status", f64::from(response.status).into()),
        ("headers", Value::Object(headers)),
        ("body", String::from_utf8_lossy(&response.body).into_owned().into()),
    ])
    .to_string())
}

fn parse(url: &str) -> Result<wasi::Url<'_>, String> {
    let (scheme, rest) = url.split_once("://").ok_or_else(|| format!("permanent: {url} has no scheme"))?;
    let (authority, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    Ok(wasi::Url { scheme, authority, path: if path.is_empty() { "/" } else { path } })
}

fuscia::tasks! { "fuscia:task/task@0.1.0" => execute }
