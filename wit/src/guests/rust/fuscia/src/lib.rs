//! The fuscia:* interfaces for guests, by the canonical ABI's core names. Written by hand, so that a
//! guest needs no crate from elsewhere.

pub mod json;
pub mod testing;
pub mod trigger;

use std::alloc::{alloc, dealloc, handle_alloc_error, realloc, Layout};

/// `option<string>` as the host writes it.
#[repr(C)]
struct OptionalString {
    present: u8,
    ptr: *mut u8,
    len: usize,
}

impl OptionalString {
    const NONE: Self = Self { present: 0, ptr: std::ptr::null_mut(), len: 0 };

    unsafe fn take(self) -> Option<String> {
        (self.present == 1).then(|| string(self.ptr, self.len))
    }
}

pub mod kv {
    use super::OptionalString;

    #[link(wasm_import_module = "fuscia:kv/kv@0.1.0")]
    extern "C" {
        #[link_name = "get"]
        fn host_get(key: *const u8, len: usize, out: *mut OptionalString);
        #[link_name = "set"]
        fn host_set(key: *const u8, len: usize, value: *const u8, value_len: usize);
        #[link_name = "delete"]
        fn host_delete(key: *const u8, len: usize);
    }

    pub fn get(key: &str) -> Option<String> {
        let mut out = OptionalString::NONE;
        unsafe {
            host_get(key.as_ptr(), key.len(), &mut out);
            out.take()
        }
    }

    pub fn set(key: &str, value: &str) {
        unsafe { host_set(key.as_ptr(), key.len(), value.as_ptr(), value.len()) }
    }

    pub fn delete(key: &str) {
        unsafe { host_delete(key.as_ptr(), key.len()) }
    }
}

pub mod config {
    use super::OptionalString;

    #[link(wasm_import_module = "fuscia:config/config@0.1.0")]
    extern "C" {
        #[link_name = "get"]
        fn host_get(key: *const u8, len: usize, out: *mut OptionalString);
    }

    pub fn get(key: &str) -> Option<String> {
        let mut out = OptionalString::NONE;
        unsafe {
            host_get(key.as_ptr(), key.len(), &mut out);
            out.take()
        }
    }
}

pub mod log {
    #[derive(Clone, Copy)]
    #[repr(u8)]
    pub enum Level {
        Trace,
        Debug,
        Info,
        Warn,
        Error,
    }

    #[link(wasm_import_module = "fuscia:log/log@0.1.0")]
    extern "C" {
        #[link_name = "log"]
        fn host_log(level: i32, message: *const u8, len: usize);
    }

    pub fn log(level: Level, message: &str) {
        unsafe { host_log(level as i32, message.as_ptr(), message.len()) }
    }
}

pub struct Context {
    pub execution_id: String,
    pub node_id: String,
    pub task_id: String,
}

/// `result<output, string>` as the host reads it.
#[repr(C)]
pub struct TaskResult {
    failed: u8,
    ptr: *mut u8,
    len: usize,
}

/// # Safety
/// `ptr` came from `cabi_realloc` with this length.
pub unsafe fn string(ptr: *mut u8, len: usize) -> String {
    if len == 0 {
        return String::new();
    }
    String::from_utf8_unchecked(Vec::from_raw_parts(ptr, len, len))
}

#[doc(hidden)]
pub fn lower(result: Result<String, String>) -> *mut TaskResult {
    let (failed, text) = match result {
        Ok(text) => (0, text),
        Err(text) => (1, text),
    };
    let text = Box::leak(text.into_bytes().into_boxed_slice());
    Box::into_raw(Box::new(TaskResult { failed, ptr: text.as_mut_ptr(), len: text.len() }))
}

/// # Safety
/// `result` came from `lower`.
#[doc(hidden)]
pub unsafe fn post_return(result: *mut TaskResult) {
    let result = Box::from_raw(result);
    drop(Box::from_raw(std::ptr::slice_from_raw_parts_mut(result.ptr, result.len)));
}

/// # Safety
/// As the canonical ABI says of `realloc`.
pub unsafe fn reallocate(old: *mut u8, old_size: usize, align: usize, size: usize) -> *mut u8 {
    if size == 0 {
        if old_size != 0 {
            dealloc(old, Layout::from_size_align_unchecked(old_size, align));
        }
        return align as *mut u8;
    }
    let layout = Layout::from_size_align_unchecked(size, align);
    let ptr = match old_size {
        0 => alloc(layout),
        _ => realloc(old, Layout::from_size_align_unchecked(old_size, align), size),
    };
    if ptr.is_null() {
        handle_alloc_error(layout);
    }
    ptr
}

/// `tasks! { "fuscia:task/task@0.1.0" => execute }`: exports each function, which takes a `Context`
/// and JSON text, as `execute` of the instance so named.
#[macro_export]
macro_rules! tasks {
    ($($instance:literal => $function:path),+ $(,)?) => {
        #[export_name = "cabi_realloc"]
        unsafe extern "C" fn cabi_realloc(old: *mut u8, old_size: usize, align: usize, size: usize) -> *mut u8 {
            $crate::reallocate(old, old_size, align, size)
        }
        $(const _: () = {
            #[export_name = concat!($instance, "#execute")]
            unsafe extern "C" fn fuscia_execute(
                execution: *mut u8, execution_len: usize,
                node: *mut u8, node_len: usize,
                task: *mut u8, task_len: usize,
                data: *mut u8, data_len: usize,
            ) -> *mut $crate::TaskResult {
                let context = $crate::Context {
                    execution_id: $crate::string(execution, execution_len),
                    node_id: $crate::string(node, node_len),
                    task_id: $crate::string(task, task_len),
                };
                $crate::lower($function(context, $crate::string(data, data_len)))
            }
            #[export_name = concat!("cabi_post_", $instance, "#execute")]
            unsafe extern "C" fn fuscia_post_return(result: *mut $crate::TaskResult) {
                $crate::post_return(result)
            }
        };)+
    };
}
