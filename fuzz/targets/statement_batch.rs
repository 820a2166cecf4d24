//! A page of statements as phones push it: any bytes are a page or a fault, and a statement that is read is written as it was.
#![no_main]

use domain::id::{DeviceId, LearnerId};
use domain::statement::{Reading, read};
use libfuzzer_sys::fuzz_target;
use serde_json::value::RawValue;
use server::learn::DeviceBearer;
use server::learn::push_statements::read_page;
use std::collections::BTreeMap;

fuzz_target!(|bytes: &[u8]| {
    // The names in the corpus.
    let (learner, device) = (LearnerId::from_bytes([0xab; 16]), DeviceId::from_bytes([0xcd; 16]));
    if read_page(DeviceBearer { learner, device, secret_hash: String::new() }, bytes).is_err() {
        return;
    }
    let page: BTreeMap<String, &RawValue> = serde_json::from_slice(bytes).expect("what is a page is an object");
    let statements: Vec<&RawValue> = serde_json::from_str(page["statements"].get()).expect("its statements are a list");
    for text in statements.iter().map(|raw| raw.get()) {
        if let Ok(Reading::Known(statement)) = read(text) {
            let written = serde_json::to_string(&statement).expect("a statement is JSON");
            assert!(
                matches!(read(&written), Ok(Reading::Known(again)) if again == statement),
                "{text} became {written}"
            );
        }
    }
});
