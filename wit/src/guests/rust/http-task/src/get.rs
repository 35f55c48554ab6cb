//! `{"op": "http-get", "url", "method"?, "headers"?, "body"?}`; `None` when it is another operation.

use crate::wasi;
use fuscia::json::{object, Value};

pub fn execute(data: &str) -> Result<Option<String>, String> {
    let input = Value::parse(data)?;
    if input.text("op") != Some("http-get") {
        return Ok(None);
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
    Ok(Some(object([
        ("status", f64::from(response.status).into()),
        ("headers", Value::Object(headers)),
        ("body", String::from_utf8_lossy(&response.body).into_owned().into()),
    ])
    .to_string()))
}

fn parse(url: &str) -> Result<wasi::Url<'_>, String> {
    let (scheme, rest) = url.split_once("://").ok_or_else(|| format!("permanent: {url} has no scheme"))?;
    let (authority, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    Ok(wasi::Url { scheme, authority, path: if path.is_empty() { "/" } else { path } })
}
