//! The device on a real IndexedDB. All tests share the browser's one database, as all visits of a phone do.

use domain::course::Language;
use domain::id::{ActivityId, CourseId, EditionId, LessonId};
use domain::statement::{Experienced, Fact};
use domain::unit::UnitKey;
use js_sys::{Array, Promise};
use leptos::prelude::GetUntracked;
use serde_json::Value;
use std::collections::BTreeSet;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use wasm_bindgen_test::wasm_bindgen_test;
use web::device::{Device, Keeping, Settings, TextSize, Theme};

fn read_it(activity: usize) -> Fact {
    Fact::Experienced(Experienced {
        course: "a-course".parse().unwrap(),
        edition: EditionId::from_bytes([7; 32]),
        lesson: "a-lesson".parse().unwrap(),
        activity: format!("activity-{activity}").parse().unwrap(),
    })
}

/// The statements of an export, each with its place in the series.
async fn exported(device: &Device) -> Vec<(u64, u64, Value)> {
    let export: Value = serde_json::from_str(&device.export().unwrap()).unwrap();
    let statement = |entry: &Value| {
        let statement = entry["statement"].clone();
        (statement["epoch"].as_u64().unwrap(), statement["seq"].as_u64().unwrap(), statement["did"].clone())
    };
    export["statements"].as_array().unwrap().iter().map(statement).collect()
}

#[wasm_bindgen_test]
async fn what_two_openings_write_at_once_takes_different_numbers_and_is_there_at_the_next() {
    let (one, other) = (Device::open().await, Device::open().await);
    assert_eq!(one.keeping().get_untracked(), Keeping::Saved);
    let before = exported(&Device::open().await).await.len();
    let writing: Array = (0..20)
        .map(|place| {
            let device = if place % 2 == 0 { one.clone() } else { other.clone() };
            JsValue::from(future_to_promise(async move {
                device.record(read_it(place)).await.unwrap();
                Ok(JsValue::UNDEFINED)
            }))
        })
        .collect();
    JsFuture::from(Promise::all(&writing)).await.unwrap();
    let all = exported(&Device::open().await).await;
    assert_eq!(all.len(), before + 20);
    let places: BTreeSet<(u64, u64)> = all.iter().map(|(epoch, seq, _)| (*epoch, *seq)).collect();
    assert_eq!(places.len(), all.len());
}

#[wasm_bindgen_test]
async fn settings_and_the_commune_outlive_the_page_and_a_larger_revision_follows() {
    let device = Device::open().await;
    let commune = (UnitKey { code: "21952".into(), valid_from: "2025-07-01".into() }, "Xã Vĩnh Sơn".to_owned());
    let wanted = Settings {
        slow: true,
        heard_in: Some("jra".into()),
        language: Some(Language::En),
        text_size: TextSize::Largest,
        theme: Theme::Contrast,
        commune: Some(commune.clone()),
    };
    device.declare_commune(None).await.unwrap();
    device.declare_commune(Some(commune)).await.unwrap();
    // The commune is not changed by the way.
    device.change_settings(Settings { commune: None, ..wanted.clone() }).await.unwrap();
    let again = Device::open().await;
    assert_eq!(again.settings().get_untracked(), wanted);
    again.declare_commune(None).await.unwrap();
    let declared = exported(&again).await;
    let revisions: Vec<u64> =
        declared.iter().filter_map(|(_, _, did)| did.get("declared")?.get("revision")?.as_u64()).collect();
    assert!(revisions.len() >= 2, "{revisions:?}");
    assert!(revisions.is_sorted_by(|a, b| a < b), "{revisions:?}");
}

#[wasm_bindgen_test]
async fn a_place_is_found_again_by_lesson_and_the_last_one_by_itself() {
    let course: CourseId = "a-course".parse().unwrap();
    let (first, second): (LessonId, LessonId) = ("first".parse().unwrap(), "second".parse().unwrap());
    let (here, there): (ActivityId, ActivityId) = ("here".parse().unwrap(), "there".parse().unwrap());
    let device = Device::open().await;
    device.keep_place(&course, &first, &here).await;
    device.keep_place(&course, &second, &there).await;
    let again = Device::open().await;
    assert_eq!(again.place(&course, &first).await, Some(here));
    assert_eq!(again.place(&course, &second).await, Some(there));
    assert_eq!(again.last_place().await, Some((course, second)));
}

#[wasm_bindgen_test]
async fn an_export_holds_everything_but_what_lets_its_reader_speak_for_the_learner() {
    let device = Device::open().await;
    device.record(read_it(1)).await.unwrap();
    let export = device.export().unwrap();
    assert!(export.contains("\"a-lesson\"") && export.contains("\"waiting\""));
    assert!(!export.contains("secret") && !export.contains("token"));
}

#[wasm_bindgen_test]
async fn a_statement_longer_than_anybody_reads_is_refused_and_the_next_one_is_written() {
    let device = Device::open().await;
    let mut given = domain::statement::Answered {
        course: "a-course".parse().unwrap(),
        edition: EditionId::from_bytes([7; 32]),
        lesson: "a-lesson".parse().unwrap(),
        activity: "text".parse().unwrap(),
        attempt: 1,
        hints: 0,
        ms: 1,
        response: domain::item::Response::Text("a".repeat(5_000)),
        score: domain::score::Score::NONE,
    };
    assert!(device.record(Fact::Answered(given.clone())).await.is_err());
    given.response = domain::item::Response::Text("a".into());
    assert!(device.record(Fact::Answered(given)).await.is_ok());
    assert_eq!(device.keeping().get_untracked(), Keeping::Saved);
}
