//! A course of one chapter that has one of everything, and ways to spoil it.
#![allow(dead_code, reason = "each test file uses its own part of this")]

use authoring::{Draft, Source};

pub const LESSON: &str = "1-dau/1-ma.md";
pub const LESSON_EN: &str = "1-dau/1-ma.en.md";

pub const COURSE: &str = r#"id = "an-toan"
title = "An toàn"
summary = "Nhận ra lừa đảo."
language = "vi"
licence = "CC-BY-4.0"
audience = "Mọi người"
teaches = ["Giữ kín mã", "Gọi lại"]
competences = ["4.2", "1.2"]
level = 2
mastery = 0.8
picture = "media/bia.svg"
picture_alt = "Một tấm khiên"

[[chapters]]
folder = "1-dau"
title = "Nhận ra"
"#;

pub const COURSE_EN: &str = r#"title = "Safe"
summary = "Spot scams."
audience = "Everyone"
teaches = ["Keep codes secret", "Call back"]
picture_alt = "A shield"
chapters = ["Spotting"]
"#;

/// Seven lines, so that what follows begins on line 8.
pub const HEAD: &str = r#"+++
id = "ma"
title = "Mã OTP"
summary = "Mã là gì."
minutes = 5
competences = ["4.2"]
+++
"#;

pub const BODY: &str = r"
## Mã là gì? {#ma-la-gi}

![Sáu ô số](media/otp.png)

**Mã OTP** là *chìa khóa*. Xem [cổng](https://dichvucong.gov.vn) hay gọi <tel:113>.

- một
- `hai`

> Tin nhắn lạ

## Ai được biết? {#ai difficulty=1 competence=1.2}

Chọn một.

- [x] Bạn
  > Đúng.
- [ ] Người lạ
  > Chưa đúng.

> [!TIP]
> Nghĩ xem.

> [!NOTE]
> Chỉ bạn.

## Làm gì trước? {#truoc .ordering}

Xếp.

1. Dừng
2. Gọi

## Nối {#noi .matching}

| Dấu hiệu | Nên làm |
| --- | --- |
| Hỏi mã | Không đọc |
| Link lạ | Không \| bấm |

## Gõ {#go .text diacritics=optional}

Tên mã?

- mã OTP
- OTP
- [ ] mật khẩu
  > Gần đúng.
";

pub const SVG: &str =
    r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 180"><rect width="9" height="9"/></svg>"#;

fn chunk(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    [&length[..], name, content, &[0; 4]].concat()
}

pub fn png(width: u32, height: u32, extra: &[u8; 4]) -> Vec<u8> {
    let size = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    let chunks = [chunk(b"IHDR", &size), chunk(extra, b"abc"), chunk(b"IEND", b"")].concat();
    [b"\x89PNG\r\n\x1a\n".as_slice(), &chunks].concat()
}

pub fn source(files: &[(&str, &[u8])]) -> Source {
    Source { files: files.iter().map(|(path, bytes)| ((*path).to_owned(), bytes.to_vec())).collect() }
}

/// What a translation of a lesson file says of its original.
pub fn stamp(original: &str) -> String {
    let mut alone = only_lesson(original.as_bytes());
    alone.files.insert("media/otp.png".into(), png(64, 48, b"IDAT"));
    let course = &authoring::read(&alone).courses[0];
    let says = serde_json::to_vec(course.lessons().next().unwrap()).unwrap();
    domain::edition::media_id(&says).to_string().chars().take(12).collect()
}

/// The good course, in two languages.
pub fn good() -> Source {
    let lesson = format!("{HEAD}{BODY}");
    let twin = lesson.replacen("minutes = 5", &format!("minutes = 5\noriginal = \"{}\"", stamp(&lesson)), 1);
    source(&[
        ("course.toml", COURSE.as_bytes()),
        ("course.en.toml", COURSE_EN.as_bytes()),
        (LESSON, lesson.as_bytes()),
        (LESSON_EN, twin.as_bytes()),
        ("media/bia.svg", SVG.as_bytes()),
        ("media/otp.png", &png(64, 48, b"IDAT")),
    ])
}

/// The good course with one file written anew.
pub fn good_but(path: &str, bytes: &[u8]) -> Source {
    let mut source = good();
    source.files.insert(path.to_owned(), bytes.to_vec());
    source
}

/// The good course in one language, without pictures, with this lesson file and nothing else.
pub fn only_lesson(bytes: &[u8]) -> Source {
    let course = COURSE.replace("picture = \"media/bia.svg\"\npicture_alt = \"Một tấm khiên\"\n", "");
    source(&[("course.toml", course.as_bytes()), (LESSON, bytes)])
}

/// The rules for people and the age of translations: small fixtures offend against them all the time, and `bad_craft.rs`
/// looks at nothing else.
pub const CRAFT: [&str; 10] = [
    "translation-older",
    "long-sentence",
    "long-words",
    "hollow-option",
    "key-stands-out",
    "key-place",
    "repeated-feedback",
    "no-hint",
    "nothing-said",
    "competence-not-assessed",
];

/// Each finding as file, code and line, those of the craft aside.
pub fn found(draft: &Draft) -> Vec<(&str, &str, u32)> {
    let told = draft.diagnostics.iter().filter(|d| !CRAFT.contains(&d.code.as_str()));
    told.map(|d| (d.file.as_str(), d.code.as_str(), d.line)).collect()
}

/// Asserts that a course has exactly these findings, and that each says what is wrong and what to do.
pub fn expect(name: &str, source: &Source, wanted: &[(&str, &str, u32)]) {
    let draft = authoring::read(source);
    assert_eq!(found(&draft), wanted, "{name}: {:#?}", draft.diagnostics);
    for diagnostic in &draft.diagnostics {
        assert!(!diagnostic.what.is_empty() && !diagnostic.todo.is_empty(), "{name}");
        let severity = diagnostic.severity == domain::api::Severity::Error;
        assert!(!severity || !draft.publishable(), "{name}: an error and yet publishable");
    }
}

/// A page of an Ogg file.
fn page(content: &[u8]) -> Vec<u8> {
    let lengths = [vec![255; content.len() / 255], vec![u8::try_from(content.len() % 255).unwrap()]].concat();
    let count = [u8::try_from(lengths.len()).unwrap()];
    [b"OggS".as_slice(), &[0; 22], &count, &lengths, content].concat()
}

/// A clip with some sound of that many bytes in each of its pages.
pub fn opus(pages: usize, sound: &[u8]) -> Vec<u8> {
    [page(b"OpusHead\x01\x01"), page(b"OpusTags"), page(sound).repeat(pages)].concat()
}
