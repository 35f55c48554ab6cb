//! fuscia/events: two triggers. `heartbeat` starts a workflow at every poll and counts them;
//! `receive` takes a webhook's JSON body as the payload.

use fuscia::json::{object, Value};
use fuscia::kv;
use fuscia::trigger::{Event, Status, WebhookRequest};

fn handle(event: Event) -> Result<Status, String> {
    match event {
        Event::Poll => heartbeat(),
        Event::Webhook(request) => receive(request),
    }
}

fn heartbeat() -> Result<Status, String> {
    let beat = kv::get("beat").and_then(|n| n.parse::<u32>().ok()).unwrap_or(0).wrapping_add(1);
    kv::set("beat", &beat.to_string());
    Ok(Status::Completed(object([("beat", f64::from(beat).into())]).to_string()))
}

fn receive(request: WebhookRequest) -> Result<Status, String> {
    let body = match request.body.as_deref().map(str::trim) {
        None | Some("") => Value::Null,
        Some(text) => Value::parse(text)?,
    };
    let query = request.path.split_once('?').map_or("", |(_, query)| query);
    let payload = object([("method", request.method.as_str().into()), ("query", query.into()), ("body", body)]);
    Ok(Status::Completed(payload.to_string()))
}

fuscia::trigger! { "fuscia:trigger/trigger@0.1.0" => handle }
