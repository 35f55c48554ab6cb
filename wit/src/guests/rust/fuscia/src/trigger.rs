//! The trigger's side of the canonical ABI.

use crate::string;

pub struct WebhookRequest {
    pub method: String,
    pub path: String,
    pub headers: Vec<(String, String)>,
    pub body: Option<String>,
}

pub enum Event {
    Poll,
    Webhook(WebhookRequest),
}

pub enum Status {
    Completed(String),
    Pending,
}

/// `result<status, string>` as the host reads it: of an error, `words` are pointer and length; of a
/// status, its case, pointer and length.
#[repr(C)]
pub struct TriggerResult {
    failed: u32,
    words: [usize; 3],
}

/// Name and value, each as pointer and length.
type Header = [[usize; 2]; 2];

/// The arguments of `handle` as the host passes them.
#[repr(C)]
pub struct RawEvent {
    pub case: i32,
    pub method: (*mut u8, usize),
    pub path: (*mut u8, usize),
    pub headers: (*mut u8, usize),
    pub body: (i32, *mut u8, usize),
}

/// # Safety
/// The pointers are the host's, and are taken over.
#[doc(hidden)]
pub unsafe fn lift(raw: RawEvent) -> Event {
    if raw.case == 0 {
        return Event::Poll;
    }
    let (at, count) = raw.headers;
    let headers = match count {
        0 => Vec::new(),
        _ => Vec::from_raw_parts(at.cast::<Header>(), count, count),
    };
    Event::Webhook(WebhookRequest {
        method: string(raw.method.0, raw.method.1),
        path: string(raw.path.0, raw.path.1),
        headers: headers.into_iter().map(|header| header.map(|[ptr, len]| string(ptr as *mut u8, len)).into()).collect(),
        body: (raw.body.0 == 1).then(|| string(raw.body.1, raw.body.2)),
    })
}

#[doc(hidden)]
pub fn lower(result: Result<Status, String>) -> *mut TriggerResult {
    let leak = |text: String| {
        let text = Box::leak(text.into_bytes().into_boxed_slice());
        (text.as_mut_ptr() as usize, text.len())
    };
    let (failed, words) = match result {
        Ok(Status::Completed(text)) => {
            let (ptr, len) = leak(text);
            (0, [0, ptr, len])
        }
        Ok(Status::Pending) => (0, [1, 0, 0]),
        Err(text) => {
            let (ptr, len) = leak(text);
            (1, [ptr, len, 0])
        }
    };
    Box::into_raw(Box::new(TriggerResult { failed, words }))
}

/// # Safety
/// `result` came from `lower`.
#[doc(hidden)]
pub unsafe fn post_return(result: *mut TriggerResult) {
    let result = Box::from_raw(result);
    let (ptr, len) = match (result.failed, result.words) {
        (1, [ptr, len, _]) | (0, [0, ptr, len]) => (ptr, len),
        _ => return,
    };
    drop(Box::from_raw(std::ptr::slice_from_raw_parts_mut(ptr as *mut u8, len)));
}

/// `trigger! { "fuscia:trigger/trigger@0.1.0" => handle }`, where `handle` takes an `Event`.
#[macro_export]
macro_rules! trigger {
    ($instance:literal => $function:path) => {
        #[export_name = "cabi_realloc"]
        unsafe extern "C" fn cabi_realloc(old: *mut u8, old_size: usize, align: usize, size: usize) -> *mut u8 {
            $crate::reallocate(old, old_size, align, size)
        }
        #[export_name = concat!($instance, "#handle")]
        unsafe extern "C" fn fuscia_handle(
            case: i32,
            method: *mut u8, method_len: usize,
            path: *mut u8, path_len: usize,
            headers: *mut u8, headers_len: usize,
            body_case: i32, body: *mut u8, body_len: usize,
        ) -> *mut $crate::trigger::TriggerResult {
            $crate::trigger::lower($function($crate::trigger::lift($crate::trigger::RawEvent {
                case,
                method: (method, method_len),
                path: (path, path_len),
                headers: (headers, headers_len),
                body: (body_case, body, body_len),
            })))
        }
        #[export_name = concat!("cabi_post_", $instance, "#handle")]
        unsafe extern "C" fn fuscia_post_return(result: *mut $crate::trigger::TriggerResult) {
            $crate::trigger::post_return(result)
        }
    };
}
