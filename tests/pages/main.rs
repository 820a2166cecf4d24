//! Tests in WebAssembly, in a real browser: what can't be tried natively because the browser itself is part of it.
#![cfg(target_arch = "wasm32")]

mod device;
mod items;
mod learners;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
