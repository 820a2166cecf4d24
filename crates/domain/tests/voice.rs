//! Reading aloud: which texts are heard, and that an edition without clips is what it was before there were any.

use domain::course::{Course, Lesson};
use domain::edition::Edition;
use domain::item::ItemKind;
use domain::voice::{Voice, clip_key, prose_utterance, utterance, utterances};
use serde_json::{Value, json};

fn prose(text: &str) -> Value {
    json!([{ "paragraph": [{ "text": text }] }])
}

fn picture(alt: &str) -> Value {
    json!({ "media": "0".repeat(64), "ending": "svg", "alt": alt, "width": 9, "height": 9 })
}

/// A course of one lesson with one item of the kind, whose title, prompt, hint and explanation have nothing to say.
fn course(kind: &Value) -> Course {
    let item = json!({ "kind": kind, "competence": "4.2", "difficulty": 2 });
    lesson(json!([{ "id": "a", "title": "", "prose": [], "item": item }]))
}

fn lesson(activities: Value) -> Course {
    let lesson = json!({ "id": "l", "title": "lesson", "summary": "summary", "minutes": 5, "competences": [], "activities": activities });
    read(&json!({
        "id": "c", "language": "vi", "title": "course", "summary": "", "audience": "", "teaches": [], "licence": "",
        "competences": [], "level": 1, "mastery": 800, "chapters": [{ "title": "chapter", "lessons": [lesson] }],
    }))
}

fn read(course: &Value) -> Course {
    domain::json::read(&course.to_string()).unwrap()
}

fn heard(kind: &Value) -> Vec<String> {
    utterances(&course(kind))
}

#[test]
fn an_activity_is_heard_in_the_order_in_which_it_is_read() {
    let kind = json!({ "is": "choice", "options": [
        { "prose": prose("một"), "right": true, "feedback": prose("đúng") }, { "prose": prose("hai"), "right": false },
    ] });
    let item = json!({ "kind": kind, "hints": [prose("gợi ý")], "explanation": prose("vì sao"), "competence": "4.2", "difficulty": 2 });
    let quoted = json!([{ "paragraph": [{ "text": "Đọc " }, { "strong": [{ "text": "kỹ" }] }, "break", { "code": "OTP" }] },
        { "quote": prose("  tin\nnhắn ") }, { "picture": picture("sáu ô") }]);
    let course = lesson(json!([
        { "id": "a", "title": "Mở đầu", "prose": quoted },
        { "id": "b", "title": "Hỏi", "prose": prose("Chọn"), "item": item },
    ]));
    let wanted = ["Mở đầu", "Đọc kỹ OTP tin nhắn sáu ô", "Hỏi", "Chọn", "một", "đúng", "hai", "gợi ý", "vì sao"]
        .map(str::to_owned);
    assert_eq!(utterances(&course), wanted);
}

#[test]
fn every_kind_tells_its_words_too() {
    let area = |name: &str| json!({ "name": name, "x": 0, "y": 0, "width": 20, "height": 20, "right": true, "feedback": prose("f") });
    let words = |text: &str| json!({ "words": [{ "text": text }] });
    let passage =
        json!([words("Mở "), { "place": 0 }, words(". "), "break", words("Rồi "), { "place": 1 }, words(".")]);
    let part =
        |text: &str, why: &str| json!({ "words": [{ "text": text }], "suspicious": true, "feedback": prose(why) });
    let screen = json!({ "title": "màn", "caption": "lời", "hint": "gợi ý", "ending": "xong", "parts": [
        { "is": "button", "text": "nút", "detail": "nhỏ", "wrong": "sai", "never": "đừng", "accepts": ["1234"] },
        { "is": "picture", "text": "nút", "picture": picture("ảnh") } ] });
    let cases: [(Value, &[&str]); 9] = [
        (json!({ "is": "ordering", "steps": [prose("một"), prose("hai")] }), &["một", "hai"]),
        (
            json!({ "is": "matching", "left_title": "Dấu hiệu", "right_title": "Nên làm",
                "pairs": [{ "left": prose("l"), "right": prose("r") }] }),
            &["Dấu hiệu", "Nên làm", "l", "r"],
        ),
        (
            json!({ "is": "text", "accepted": ["mã", "OTP"],
                "expected_mistakes": [{ "text": "mật khẩu", "feedback": prose("gần đúng") }] }),
            &["gần đúng", "mã"],
        ),
        (
            json!({ "is": "grouping", "piles": ["nên", "tránh"],
                "cards": [{ "prose": prose("gọi lại"), "pile": 0, "feedback": prose("vì") }] }),
            &["nên", "tránh", "gọi lại", "vì"],
        ),
        (
            json!({ "is": "gaps", "passage": passage, "gaps": [{ "accepted": ["máy", "điện thoại"], "feedback": prose("xem") },
                { "accepted": ["bật"], "options": ["tắt", "bật"] }] }),
            &["Mở …. Rồi ….", "máy", "xem", "tắt", "bật"],
        ),
        (
            json!({ "is": "hotspot", "picture": picture("màn hình"), "areas": [area("nút đỏ"), area("nút xanh")] }),
            &["màn hình", "nút đỏ", "f", "nút xanh"],
        ),
        (
            json!({ "is": "inspect", "look": "message", "from": "Ngân hàng", "passage": passage,
                "parts": [part("kính gửi", "chung chung"), part("bấm", "vội")] }),
            &["Ngân hàng", "Mở kính gửi. Rồi bấm.", "kính gửi", "chung chung", "bấm", "vội"],
        ),
        (
            json!({ "is": "dialogue", "with": "Người lạ", "turns": [
                { "says": prose("a lô"), "replies": [{ "prose": prose("ai đó"), "right": true, "feedback": prose("khéo"), "to": 1 }] },
                { "says": prose("tút") } ] }),
            &["Người lạ", "a lô", "ai đó", "khéo", "tút"],
        ),
        (
            json!({ "is": "practice", "app": "bản tập", "screens": [screen] }),
            &["màn", "lời", "gợi ý", "nút", "nhỏ", "sai", "đừng", "ảnh", "xong"],
        ),
    ];
    for (kind, wanted) in cases {
        assert_eq!(heard(&kind), wanted, "{kind}");
    }
    assert!(heard(&json!({ "is": "hologram", "areas": [] })).is_empty());
}

#[test]
fn whatever_is_prose_is_heard_in_every_kind() {
    let kinds = [
        json!({ "is": "choice", "options": [{ "prose": prose("p"), "right": true, "feedback": prose("f") }] }),
        json!({ "is": "grouping", "piles": [], "cards": [{ "prose": prose("p"), "pile": 0, "feedback": prose("f") }] }),
        json!({ "is": "dialogue", "with": "", "turns": [{ "says": prose("p") }] }),
    ];
    for kind in kinds {
        let course = course(&kind);
        let heard = utterances(&course);
        let of = |kind: &ItemKind| kind.prose().into_iter().map(|prose| prose_utterance(prose)).collect::<Vec<_>>();
        let all = course.lessons().flat_map(Lesson::items).flat_map(|(_, item)| of(&item.kind));
        assert!(all.into_iter().all(|text| heard.contains(&text)), "{heard:?}");
    }
}

#[test]
fn a_text_that_stands_in_many_places_is_one_utterance() {
    let course = lesson(json!([
        { "id": "a", "title": "Dừng  lại", "prose": prose("Dừng lại") },
        { "id": "b", "title": " ", "prose": prose("Dừng lại\n") },
    ]));
    assert_eq!(utterances(&course), ["Dừng lại"]);
    assert_eq!(clip_key("Dừng  lại"), clip_key(&utterance("Dừng lại\n")));
}

#[test]
fn an_edition_without_voices_has_the_bytes_it_always_had() {
    let old = r#"{"id":"c","language":"vi","title":"t","summary":"","audience":"","teaches":[],"licence":"CC-BY-4.0","competences":[],"level":1,"mastery":800,"chapters":[]}"#;
    let course: Course = domain::json::read(old).unwrap();
    assert!(course.voices.is_empty());
    let (id, bytes) = Edition::write(&course).unwrap();
    assert_eq!(
        (String::from_utf8(bytes).unwrap().as_str(), Edition::read(id, old.as_bytes()).unwrap().course),
        (old, course)
    );
}

#[test]
fn an_edition_tells_its_voices_and_another_clip_makes_another_edition() {
    let voice = |byte: u8| Voice {
        language: "jra".into(),
        clips: 3,
        bytes: 5_000_000_000,
        index: domain::id::MediaId::from_bytes([byte; 32]),
    };
    let course = Course { voices: vec![voice(1)], ..lesson(json!([])) };
    let (id, bytes) = Edition::write(&course).unwrap();
    assert_eq!(Edition::read(id, &bytes).unwrap().course, course);
    assert_ne!(Edition::write(&Course { voices: vec![voice(2)], ..course }).unwrap().0, id);
}
