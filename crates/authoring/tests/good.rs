//! A small course reads to exactly the nouns that its author meant.

mod small_course;

use authoring::Draft;
use domain::course::{Activity, Course, Language};
use domain::edition::media_id;
use domain::item::choice::{Choice, ChoiceOption};
use domain::item::matching::{Matching, Pair};
use domain::item::ordering::Ordering;
use domain::item::text::{ExpectedMistake, TextEntry};
use domain::item::{Item, ItemKind, score};
use domain::prose::{Block, Picture, Prose, Span};
use domain::score::Score;
use small_course::{BODY, COURSE, HEAD, LESSON, SVG, good, good_but, only_lesson, png};

fn say(text: &str) -> Prose {
    vec![Block::Paragraph(vec![Span::Text(text.into())])]
}

fn read() -> Draft {
    let draft = authoring::read(&good());
    assert_eq!(draft.diagnostics, []);
    draft
}

fn activity(place: usize) -> Activity {
    read().courses[0].chapters[0].lessons[0].activities[place].clone()
}

fn item(place: usize) -> Item {
    activity(place).item.unwrap()
}

#[test]
fn a_course_is_read_in_each_language_the_original_first() {
    let draft = read();
    assert!(draft.publishable());
    let [vi, en] = draft.courses.as_slice() else { panic!("{} courses", draft.courses.len()) };
    assert_eq!((vi.language, vi.title.as_str()), (Language::Vi, "An toàn"));
    assert_eq!((en.language, en.title.as_str()), (Language::En, "Safe"));
    assert_eq!((vi.id.as_str(), vi.licence.as_str(), vi.level), ("an-toan", "CC-BY-4.0", 2));
    assert_eq!(vi.mastery, Score::ratio(4, 5));
    assert_eq!(vi.competences, ["4.2", "1.2"]);
    assert_eq!(vi.teaches, ["Giữ kín mã", "Gọi lại"]);
    assert_eq!(vi.chapters[0].title, "Nhận ra");
    assert_eq!(en.chapters[0].title, "Spotting");
    assert_eq!(en.picture.as_ref().unwrap().alt, "A shield");
    let lesson = &vi.chapters[0].lessons[0];
    assert_eq!((lesson.id.as_str(), lesson.title.as_str(), lesson.minutes), ("ma", "Mã OTP", 5));
    assert_eq!((lesson.summary.as_str(), &lesson.competences), ("Mã là gì.", &vec!["4.2".to_owned()]));
}

#[test]
fn an_english_original_may_have_a_vietnamese_translation() {
    let mut source = good();
    source.files.insert("course.toml".into(), COURSE.replace("\"vi\"", "\"en\"").into_bytes());
    let words = source.files.remove("course.en.toml").unwrap();
    source.files.insert("course.vi.toml".into(), words);
    let lesson = source.files.remove(small_course::LESSON_EN).unwrap();
    source.files.insert("1-dau/1-ma.vi.md".into(), lesson);
    let draft = authoring::read(&source);
    assert_eq!(draft.diagnostics, []);
    assert_eq!(draft.courses.iter().map(|c| c.language).collect::<Vec<_>>(), [Language::En, Language::Vi]);
}

#[test]
fn counts_say_how_much_there_is() {
    let counts = read().counts();
    assert_eq!((counts.lessons, counts.minutes, counts.all_items()), (1, 5, 4));
    assert!(["choice", "matching", "ordering", "text"].into_iter().eq(counts.items.keys().copied()));
}

#[test]
fn pictures_carry_their_hash_their_words_and_their_size() {
    let draft = read();
    let otp = png(64, 48, b"IDAT");
    let picture =
        Picture { media: media_id(&otp), ending: "png".into(), alt: "Sáu ô số".into(), width: 64, height: 48 };
    assert_eq!(draft.courses[0].chapters[0].lessons[0].activities[0].prose[0], Block::Picture(picture));
    assert_eq!(draft.media[&media_id(&otp)].bytes, otp);
    let cover = draft.courses[0].picture.clone().unwrap();
    assert_eq!((cover.ending.as_str(), cover.width, cover.height), ("svg", 320, 180));
    assert_eq!(cover.media, media_id(SVG.as_bytes()));
    assert_eq!(draft.media.len(), 2);
}

#[test]
fn reading_text_becomes_typed_nodes() {
    let activity = activity(0);
    assert_eq!((activity.id.as_str(), activity.title.as_str()), ("ma-la-gi", "Mã là gì?"));
    assert_eq!(activity.item, None);
    let text = |text: &str| Span::Text(text.into());
    let link = |href: &str, words: &str| Span::Link { href: href.into(), spans: vec![text(words)] };
    let words = Block::Paragraph(vec![
        Span::Strong(vec![text("Mã OTP")]),
        text(" là "),
        Span::Emphasis(vec![text("chìa khóa")]),
        text(". Xem "),
        link("https://dichvucong.gov.vn", "cổng"),
        text(" hay gọi "),
        link("tel:113", "tel:113"),
        text("."),
    ]);
    let entries = vec![say("một"), vec![Block::Paragraph(vec![Span::Code("hai".into())])]];
    let list = Block::List { ordered: false, entries };
    assert_eq!(activity.prose[1..], [words, list, Block::Quote(say("Tin nhắn lạ"))]);
}

#[test]
fn a_list_with_boxes_becomes_a_choice_with_feedback_hint_and_explanation() {
    let option = |text: &str, right, feedback: &str| ChoiceOption { prose: say(text), right, feedback: say(feedback) };
    let kind = ItemKind::Choice(Choice {
        options: vec![option("Bạn", true, "Đúng."), option("Người lạ", false, "Chưa đúng.")],
    });
    let (hints, explanation) = (vec![say("Nghĩ xem.")], say("Chỉ bạn."));
    assert_eq!(item(1), Item { kind, hints, explanation, competence: "1.2".into(), difficulty: 1 });
    assert_eq!(activity(1).prose, say("Chọn một."));
}

#[test]
fn a_numbered_list_becomes_an_ordering() {
    let ordering = item(2);
    assert_eq!(ordering.kind, ItemKind::Ordering(Ordering { steps: vec![say("Dừng"), say("Gọi")] }));
    assert_eq!((ordering.competence.as_str(), ordering.difficulty), ("4.2", 2));
}

#[test]
fn a_table_becomes_a_matching() {
    let pair = |left, right| Pair { left: say(left), right: say(right) };
    let pairs = vec![pair("Hỏi mã", "Không đọc"), pair("Link lạ", "Không | bấm")];
    let (left_title, right_title) = ("Dấu hiệu".to_owned(), "Nên làm".to_owned());
    assert_eq!(item(3).kind, ItemKind::Matching(Matching { left_title, right_title, pairs }));
}

#[test]
fn a_list_of_answers_becomes_a_text_entry() {
    let mistake = ExpectedMistake { text: "mật khẩu".into(), feedback: say("Gần đúng.") };
    let accepted = vec!["mã OTP".to_owned(), "OTP".to_owned()];
    let kind = ItemKind::Text(TextEntry { accepted, expected_mistakes: vec![mistake], diacritics_optional: true });
    assert_eq!(item(4).kind, kind);
}

#[test]
fn every_key_earns_everything() {
    let draft = read();
    let items: Vec<Item> =
        draft.courses.iter().flat_map(Course::lessons).flat_map(|l| l.items().map(|(_, i)| i.clone())).collect();
    assert_eq!(items.len(), 8);
    for item in items {
        assert_eq!(score(&item, &item.kind.key().unwrap()).unwrap().score, Score::FULL);
    }
}

#[test]
fn a_byte_order_mark_and_other_line_ends_change_nothing() {
    let plain = format!("{HEAD}{BODY}");
    for text in [format!("\u{feff}{plain}"), plain.replace('\n', "\r\n"), plain.replace('\n', "\r")] {
        assert_eq!(authoring::read(&good_but(LESSON, text.as_bytes())), read());
    }
}

#[test]
fn empty_lines_and_other_bullets_change_nothing_about_an_item() {
    let other = format!("{HEAD}{BODY}")
        .replace("- [ ] Người lạ\n  >", "\n- [ ] Người lạ\n\n  >")
        .replace("1. Dừng\n2. Gọi", "1) Dừng\n\n1) Gọi")
        .replace("- mã OTP\n- OTP\n- [ ]", "* mã OTP\n\n* OTP\n\n* [ ]")
        .replace("| --- | --- |", "|:-|-:|");
    assert_eq!(authoring::read(&good_but(LESSON, other.as_bytes())), read());
}

#[test]
fn letters_written_apart_are_put_together_with_a_warning() {
    let apart = format!("{HEAD}{BODY}").replace("là gì", "la\u{300} gi\u{300}");
    let draft = authoring::read(&good_but(LESSON, apart.as_bytes()));
    assert_eq!(small_course::found(&draft), [(LESSON, "not-composed", 4)]);
    assert!(draft.publishable());
    assert_eq!(draft.courses, read().courses);
}

#[test]
fn lessons_come_in_the_order_of_their_numbers() {
    let mut source = only_lesson(format!("{HEAD}\n## A {{#a}}\n\nb\n").as_bytes());
    for number in [10, 9, 2] {
        let text = format!("{HEAD}\n## A {{#a}}\n\nb\n").replace("\"ma\"", &format!("\"ma-{number}\""));
        source.files.insert(format!("1-dau/{number}-x.md"), text.into_bytes());
    }
    let draft = authoring::read(&source);
    let ids: Vec<&str> = draft.courses[0].lessons().map(|lesson| lesson.id.as_str()).collect();
    assert_eq!(ids, ["ma", "ma-2", "ma-9", "ma-10"]);
}

#[test]
fn a_course_in_one_language_is_whole() {
    let draft = authoring::read(&only_lesson(format!("{HEAD}\n## A {{#a}}\n\nb\n").as_bytes()));
    assert_eq!(draft.diagnostics, []);
    assert!(draft.publishable());
    assert_eq!(draft.courses.len(), 1);
}

#[test]
fn what_systems_leave_behind_and_notes_between_authors_are_passed_over() {
    let mut source = good();
    for path in [".DS_Store", "media/Thumbs.db", "__MACOSX/x", "1-dau/._1-ma.md", ".git/config", "SOURCES.md"] {
        source.files.insert(path.into(), vec![0xff]);
    }
    assert_eq!(authoring::read(&source), read());
}

#[test]
fn signs_without_width_from_copied_text_are_left_out() {
    let lesson = format!("{HEAD}\n## A {{#a .text}}\n\nb\n\n- mã\u{200b} O\u{ad}TP\u{feff}\n");
    let draft = authoring::read(&only_lesson(lesson.as_bytes()));
    assert_eq!(small_course::found(&draft), []);
    let item = draft.courses[0].chapters[0].lessons[0].activities[0].item.clone().unwrap();
    let kind = TextEntry { accepted: vec!["mã OTP".into()], expected_mistakes: vec![], diacritics_optional: false };
    assert_eq!(item.kind, ItemKind::Text(kind));
}
