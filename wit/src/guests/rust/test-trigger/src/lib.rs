//! The test trigger: a poll is pending the first time and completed after, a webhook gives its
//! request as payload; see "The test trigger" in ../../README.md.

use fuscia::json::{object, Value};
use fuscia::kv;
use fuscia::trigger::{Event, Status, WebhookRequest};

fn handle(event: Event) -> Result<Status, String> {
    match event {
        Event::Poll => poll(),
        Event::Webhook(request) => webhook(request),
    }
}

fn poll() -> Result<Status, String> {
    let polls = 1 + kv::get("polls").map_or(Ok(0), |n| n.parse::<u32>().map_err(|e| e.to_string()))?;
    kv::set("polls", &polls.to_string());
    Ok(match polls {
        1 => Status::Pending,
        _ => Status::Completed(object([("polls", f64::from(polls).into())]).to_string()),
    })
}

fn webhook(request: WebhookRequest) -> Result<Status, String> {
    if request.path.ends_with("/fail") {
        return Err(format!("refused {}", request.path));
    }
    if request.path.ends_with("/pending") {
        return Ok(Status::Pending);
    }
    let headers = request.headers.into_iter().map(|(k, v)| (k, v.into())).collect();
    let payload = object([
        ("method", request.method.into()),
        ("path", request.path.into()),
        ("headers", Value::Object(headers)),
        ("body", request.body.into()),
    ]);
    Ok(Status::Completed(payload.to_string()))
}

fuscia::trigger! { "fuscia:trigger/trigger@0.1.0" => handle }
