//! Several learners on one phone, on a real IndexedDB: nothing of one is ever shown to, or written down for, another.

use domain::id::EditionId;
use domain::statement::{Experienced, Fact};
use leptos::prelude::GetUntracked;
use wasm_bindgen_test::wasm_bindgen_test;
use web::device::{Device, Face, Settings, TextSize};

fn read_it(activity: &str) -> Fact {
    Fact::Experienced(Experienced {
        course: "a-course".parse().unwrap(),
        edition: EditionId::from_bytes([9; 32]),
        lesson: "a-lesson".parse().unwrap(),
        activity: activity.parse().unwrap(),
    })
}

#[wasm_bindgen_test]
async fn what_was_begun_for_one_learner_ends_with_them_after_the_phone_was_passed_on() {
    let first = Device::open().await;
    let other = first.welcome(&Face { picture: 3, name: "Bà Tứ".into() }).await.unwrap();
    // A page of the first learner is still open and writes.
    first.record(read_it("of-the-first")).await.unwrap();
    other.record(read_it("of-the-other")).await.unwrap();
    let exports = (first.export().unwrap(), other.export().unwrap());
    assert!(exports.0.contains("of-the-first") && !exports.0.contains("of-the-other"));
    assert!(exports.1.contains("of-the-other") && !exports.1.contains("of-the-first"));
    assert!(!exports.0.contains("Tứ"));
    let found = Device::open().await;
    assert_eq!(found.person().get_untracked().face.name, "Bà Tứ", "the phone opens for whoever had it last");
    let before = first.neighbours().await.into_iter().find(|neighbour| neighbour.present).unwrap();
    let back = found.turn_to(before.device).await.unwrap();
    assert!(back.export().unwrap().contains("of-the-first"));
}

#[wasm_bindgen_test]
async fn settings_and_places_of_one_learner_are_not_those_of_another() {
    // Whoever has the phone may have set something in a test before this.
    let first = Device::open().await;
    let before = first.settings().get_untracked();
    let other = first.welcome(&Face { picture: 5, name: String::new() }).await.unwrap();
    assert_eq!(other.settings().get_untracked(), Settings::default());
    let text_size = if before.text_size == TextSize::Largest { TextSize::Large } else { TextSize::Largest };
    let large = Settings { text_size, ..Settings::default() };
    other.change_settings(large).await.unwrap();
    let (course, lesson) = ("a-course".parse().unwrap(), "a-lesson".parse().unwrap());
    other.keep_place(&course, &lesson, &"here".parse().unwrap()).await;
    assert_eq!(first.settings().get_untracked(), before);
    assert_eq!(first.place(&course, &lesson).await, None);
    let third = other.welcome(&Face::default()).await.unwrap();
    assert!(third.progress().get_untracked().is_empty());
    assert_eq!(third.last_place().await, None);
}
