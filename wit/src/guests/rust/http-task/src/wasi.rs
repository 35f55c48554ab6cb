//! wasi:http/outgoing-handler and what it needs, by the canonical ABI's core names. Handles are
//! dropped in the order that WASI asks for: children first.

pub struct Response {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

pub struct Url<'a> {
    pub scheme: &'a str,
    pub authority: &'a str,
    pub path: &'a str,
}

/// Room for any result used here; the largest, of `future-incoming-response.get`, takes 56 bytes.
#[repr(C, align(8))]
struct Area([u8; 64]);

impl Area {
    fn new() -> Self {
        Area([0; 64])
    }

    fn byte(&self, at: usize) -> u8 {
        self.0[at]
    }

    fn word(&self, at: usize) -> usize {
        u32::from_le_bytes([self.0[at], self.0[at + 1], self.0[at + 2], self.0[at + 3]]) as usize
    }

    fn handle(&self, at: usize) -> i32 {
        self.word(at) as i32
    }
}

const ERRORS: [&str; 39] = [
    "DNS-timeout",
    "DNS-error",
    "destination-not-found",
    "destination-unavailable",
    "destination-IP-prohibited",
    "destination-IP-unroutable",
    "connection-refused",
    "connection-terminated",
    "connection-timeout",
    "connection-read-timeout",
    "connection-write-timeout",
    "connection-limit-reached",
    "TLS-protocol-error",
    "TLS-certificate-error",
    "TLS-alert-received",
    "HTTP-request-denied",
    "HTTP-request-length-required",
    "HTTP-request-body-size",
    "HTTP-request-method-invalid",
    "HTTP-request-URI-invalid",
    "HTTP-request-URI-too-long",
    "HTTP-request-header-section-size",
    "HTTP-request-header-size",
    "HTTP-request-trailer-section-size",
    "HTTP-request-trailer-size",
    "HTTP-response-incomplete",
    "HTTP-response-header-section-size",
    "HTTP-response-header-size",
    "HTTP-response-body-size",
    "HTTP-response-trailer-section-size",
    "HTTP-response-trailer-size",
    "HTTP-response-transfer-coding",
    "HTTP-response-content-coding",
    "HTTP-response-timeout",
    "HTTP-upgrade-failed",
    "HTTP-protocol-error",
    "loop-detected",
    "configuration-error",
    "internal-error",
];

fn error_code(case: u8) -> String {
    ERRORS.get(case as usize).copied().unwrap_or("unknown error-code").into()
}

#[link(wasm_import_module = "wasi:http/types@0.2.0")]
extern "C" {
    #[link_name = "[constructor]fields"]
    fn fields_new() -> i32;
    #[link_name = "[method]fields.append"]
    fn fields_append(this: i32, name: *const u8, name_len: usize, value: *const u8, value_len: usize, out: *mut Area);
    #[link_name = "[method]fields.entries"]
    fn fields_entries(this: i32, out: *mut Area);
    #[link_name = "[resource-drop]fields"]
    fn fields_drop(this: i32);
    #[link_name = "[constructor]outgoing-request"]
    fn request_new(headers: i32) -> i32;
    #[link_name = "[method]outgoing-request.set-method"]
    fn request_set_method(this: i32, case: i32, other: *const u8, len: usize) -> i32;
    #[link_name = "[method]outgoing-request.set-scheme"]
    fn request_set_scheme(this: i32, some: i32, case: i32, other: *const u8, len: usize) -> i32;
    #[link_name = "[method]outgoing-request.set-authority"]
    fn request_set_authority(this: i32, some: i32, text: *const u8, len: usize) -> i32;
    #[link_name = "[method]outgoing-request.set-path-with-query"]
    fn request_set_path(this: i32, some: i32, text: *const u8, len: usize) -> i32;
    #[link_name = "[method]outgoing-request.body"]
    fn request_body(this: i32, out: *mut Area);
    #[link_name = "[method]outgoing-body.write"]
    fn body_write(this: i32, out: *mut Area);
    #[link_name = "[static]outgoing-body.finish"]
    fn body_finish(this: i32, some: i32, trailers: i32, out: *mut Area);
    #[link_name = "[method]future-incoming-response.subscribe"]
    fn future_subscribe(this: i32) -> i32;
    #[link_name = "[method]future-incoming-response.get"]
    fn future_get(this: i32, out: *mut Area);
    #[link_name = "[resource-drop]future-incoming-response"]
    fn future_drop(this: i32);
    #[link_name = "[method]incoming-response.status"]
    fn response_status(this: i32) -> i32;
    #[link_name = "[method]incoming-response.headers"]
    fn response_headers(this: i32) -> i32;
    #[link_name = "[method]incoming-response.consume"]
    fn response_consume(this: i32, out: *mut Area);
    #[link_name = "[resource-drop]incoming-response"]
    fn response_drop(this: i32);
    #[link_name = "[method]incoming-body.stream"]
    fn incoming_stream(this: i32, out: *mut Area);
    #[link_name = "[resource-drop]incoming-body"]
    fn incoming_drop(this: i32);
}

#[link(wasm_import_module = "wasi:http/outgoing-handler@0.2.0")]
extern "C" {
    #[link_name = "handle"]
    fn handle(request: i32, some: i32, options: i32, out: *mut Area);
}

#[link(wasm_import_module = "wasi:io/poll@0.2.0")]
extern "C" {
    #[link_name = "[method]pollable.block"]
    fn pollable_block(this: i32);
    #[link_name = "[resource-drop]pollable"]
    fn pollable_drop(this: i32);
}

#[link(wasm_import_module = "wasi:io/streams@0.2.0")]
extern "C" {
    #[link_name = "[method]input-stream.blocking-read"]
    fn input_read(this: i32, len: u64, out: *mut Area);
    #[link_name = "[resource-drop]input-stream"]
    fn input_drop(this: i32);
    #[link_name = "[method]output-stream.blocking-write-and-flush"]
    fn output_write(this: i32, bytes: *const u8, len: usize, out: *mut Area);
    #[link_name = "[resource-drop]output-stream"]
    fn output_drop(this: i32);
}

#[link(wasm_import_module = "wasi:io/error@0.2.0")]
extern "C" {
    #[link_name = "[resource-drop]error"]
    fn error_drop(this: i32);
}

pub fn send(method: &str, url: &Url, headers: &[(String, String)], body: &[u8]) -> Result<Response, String> {
    unsafe {
        let request = new_request(method, url, headers)?;
        let mut out = Area::new();
        request_body(request, &mut out);
        let outgoing = out.handle(4);
        handle(request, 0, 0, &mut out);
        if out.byte(0) == 1 {
            return Err(error_code(out.byte(8)));
        }
        let future = out.handle(8);
        write_body(outgoing, body)?;
        let response = wait(future)?;
        let status = response_status(response) as u16;
        let fields = response_headers(response);
        let headers = entries(fields);
        fields_drop(fields);
        let body = read_body(response);
        response_drop(response);
        Ok(Response { status, headers, body: body? })
    }
}

unsafe fn new_request(method: &str, url: &Url, headers: &[(String, String)]) -> Result<i32, String> {
    const METHODS: [&str; 9] = ["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"];
    let mut out = Area::new();
    let fields = fields_new();
    for (name, value) in headers {
        fields_append(fields, name.as_ptr(), name.len(), value.as_ptr(), value.len(), &mut out);
        if out.byte(0) == 1 {
            let reason = ["invalid-syntax", "forbidden", "immutable"].get(out.byte(1) as usize).unwrap_or(&"?");
            return Err(format!("header {name}: {reason}"));
        }
    }
    let request = request_new(fields);
    let case = METHODS.iter().position(|m| *m == method).unwrap_or(METHODS.len()) as i32;
    let scheme = ["http", "https"].iter().position(|s| *s == url.scheme).unwrap_or(2) as i32;
    let refused = request_set_method(request, case, method.as_ptr(), method.len()) != 0
        || request_set_scheme(request, 1, scheme, url.scheme.as_ptr(), url.scheme.len()) != 0
        || request_set_authority(request, 1, url.authority.as_ptr(), url.authority.len()) != 0
        || request_set_path(request, 1, url.path.as_ptr(), url.path.len()) != 0;
    match refused {
        true => Err("the request is not valid".into()),
        false => Ok(request),
    }
}

unsafe fn write_body(outgoing: i32, body: &[u8]) -> Result<(), String> {
    let mut out = Area::new();
    if !body.is_empty() {
        body_write(outgoing, &mut out);
        let stream = out.handle(4);
        for part in body.chunks(4096) {
            output_write(stream, part.as_ptr(), part.len(), &mut out);
            if out.byte(0) == 1 {
                return Err("the request body was not taken".into());
            }
        }
        output_drop(stream);
    }
    body_finish(outgoing, 0, 0, &mut out);
    match out.byte(0) {
        0 => Ok(()),
        _ => Err(error_code(out.byte(8))),
    }
}

unsafe fn wait(future: i32) -> Result<i32, String> {
    let mut out = Area::new();
    loop {
        future_get(future, &mut out);
        if out.byte(0) == 1 {
            break;
        }
        let pollable = future_subscribe(future);
        pollable_block(pollable);
        pollable_drop(pollable);
    }
    future_drop(future);
    match (out.byte(8), out.byte(16)) {
        (0, 0) => Ok(out.handle(24)),
        (0, _) => Err(error_code(out.byte(24))),
        _ => Err("the response was taken before".into()),
    }
}

unsafe fn entries(fields: i32) -> Vec<(String, String)> {
    let mut out = Area::new();
    fields_entries(fields, &mut out);
    let (at, count) = (out.word(0) as *mut [[usize; 2]; 2], out.word(4));
    if count == 0 {
        return Vec::new();
    }
    let text = |[ptr, len]: [usize; 2]| match len {
        0 => String::new(),
        _ => String::from_utf8_lossy(&Vec::from_raw_parts(ptr as *mut u8, len, len)).into_owned(),
    };
    Vec::from_raw_parts(at, count, count).into_iter().map(|[name, value]| (text(name), text(value))).collect()
}

unsafe fn read_body(response: i32) -> Result<Vec<u8>, String> {
    let mut out = Area::new();
    response_consume(response, &mut out);
    let incoming = out.handle(4);
    incoming_stream(incoming, &mut out);
    let stream = out.handle(4);
    let mut body = Vec::new();
    let end = loop {
        input_read(stream, 65536, &mut out);
        match (out.byte(0), out.byte(4)) {
            (0, _) if out.word(8) == 0 => {}
            (0, _) => body.extend(Vec::from_raw_parts(out.word(4) as *mut u8, out.word(8), out.word(8))),
            (_, 0) => {
                error_drop(out.handle(8));
                break Err("the response body broke off".to_string());
            }
            _ => break Ok(()),
        }
    };
    input_drop(stream);
    incoming_drop(incoming);
    end.map(|()| body)
}
