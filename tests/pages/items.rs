//! Items as they are drawn and listen, on a real page. What is right about them is `domain`'s to test.

use domain::course::Language;
use domain::item::choice::{Choice, ChoiceOption};
use domain::item::matching::{Matching, Pair};
use domain::item::ordering::Ordering;
use domain::item::text::TextEntry;
use domain::item::{Item, ItemKind, Response};
use domain::prose::{Block, Prose, Span};
use domain::score::Score;
use js_sys::{Array, Function};
use leptos::mount::mount_to_body;
use leptos::prelude::*;
use leptos::task::tick;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web::items::prose::prose;
use web::items::work::Work;
use web::items::{Given, item_view};
use web::ui::tag::tag;
use web::words::Words;
use web_sys::{Element, HtmlElement, HtmlInputElement};

fn say(text: &str) -> Prose {
    vec![Block::Paragraph(vec![Span::Text(text.into())])]
}

fn item(kind: ItemKind) -> Item {
    Item {
        kind,
        hints: vec![say("hint one"), say("hint two")],
        explanation: say("remember"),
        competence: "4.2".into(),
        difficulty: 2,
    }
}

fn choice(rights: &[bool]) -> Item {
    let option = |(i, right): (usize, &bool)| ChoiceOption {
        prose: say(&format!("option {i}")),
        right: *right,
        feedback: say(&format!("feedback {i}")),
    };
    item(ItemKind::Choice(Choice { options: rights.iter().enumerate().map(option).collect() }))
}

fn found(root: &Element, selector: &str) -> Vec<HtmlElement> {
    let all = Function::new_with_args("root, selector", "return [...root.querySelectorAll(selector)]");
    let all: Array = all.call2(&JsValue::NULL, root, &selector.into()).unwrap().unchecked_into();
    all.iter().map(JsCast::unchecked_into).collect()
}

/// An item on the page, and what it has given at each check.
struct Shown {
    root: Element,
    work: Work,
    given: Rc<RefCell<Vec<Given>>>,
    _owner: Owner,
}

impl Shown {
    fn new(item: &Item) -> Self {
        // Sets up what drives effects.
        mount_to_body(|| ());
        let owner = Owner::new();
        let given = Rc::new(RefCell::new(Vec::new()));
        let heard = Rc::clone(&given);
        let (root, work) = owner.with(|| {
            let work = Work::new("an-item", item);
            let view =
                item_view("an-item", item, work, Words::new(Language::Vi), move |given| heard.borrow_mut().push(given));
            (tag("div", "").with(view).element().clone(), work)
        });
        document().body().unwrap().append_child(&root).unwrap();
        Self { root, work, given, _owner: owner }
    }

    fn all(&self, selector: &str) -> Vec<HtmlElement> {
        found(&self.root, selector)
    }

    fn text(&self, selector: &str) -> String {
        self.all(selector)
            .iter()
            .map(|element| element.text_content().unwrap_or_default())
            .collect::<Vec<_>>()
            .join("|")
    }

    async fn tap(&self, selector: &str, place: usize) {
        self.all(selector)[place].click();
        tick().await;
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        self.root.remove();
    }
}

#[wasm_bindgen_test]
async fn a_choice_answers_the_option_that_was_chosen_and_lets_one_try_again() {
    let shown = Shown::new(&choice(&[false, true]));
    shown.tap(".option-label", 0).await;
    shown.tap(".check", 0).await;
    assert_eq!(shown.text(".said"), "feedback 0");
    assert!(!shown.text(".item").contains("remember"), "the explanation would give the key away");
    shown.tap(".item-buttons .button:not([hidden])", 0).await;
    assert_eq!(shown.text(".said"), "");
    shown.tap(".option-label", 1).await;
    shown.tap(".check", 0).await;
    assert!(shown.text(".outcome").contains("remember"));
    let given = shown.given.borrow();
    assert_eq!(given.iter().map(|given| given.attempt).collect::<Vec<_>>(), [1, 2]);
    assert_eq!((given[0].score, given[1].score), (Score::NONE, Score::FULL));
}

#[wasm_bindgen_test]
async fn a_check_of_nothing_says_what_is_missing_and_gives_nothing() {
    let text = TextEntry { accepted: vec!["OTP".into()], expected_mistakes: vec![], diacritics_optional: true };
    for kind in [choice(&[false, true]), item(ItemKind::Text(text))] {
        let shown = Shown::new(&kind);
        shown.tap(".check", 0).await;
        assert_eq!(shown.all(".outcome-line.ask").len(), 1);
        assert!(shown.given.borrow().is_empty());
    }
}

#[wasm_bindgen_test]
async fn hints_come_one_at_a_time_and_are_counted() {
    let shown = Shown::new(&choice(&[false, true]));
    assert_eq!(shown.text(".hints"), "");
    shown.tap(".item-buttons .plain:not([hidden])", 0).await;
    assert!(shown.text(".hints").contains("hint one") && !shown.text(".hints").contains("hint two"));
    shown.tap(".item-buttons .plain:not([hidden])", 0).await;
    assert!(shown.text(".hints").contains("hint two"));
    assert!(shown.all(".item-buttons .plain:not([hidden])").is_empty());
    shown.tap(".option-label", 1).await;
    shown.tap(".check", 0).await;
    assert_eq!(shown.given.borrow()[0].hints, 2);
}

#[wasm_bindgen_test]
async fn a_step_moves_by_its_arrows_and_never_past_the_ends() {
    let steps = ["a", "b", "c"].map(say).to_vec();
    let shown = Shown::new(&item(ItemKind::Ordering(Ordering { steps })));
    let order = || shown.text(".option-words");
    let before = order();
    shown.tap(".up", 0).await;
    shown.tap(".down", 2).await;
    assert_eq!(order(), before);
    shown.tap(".down", 0).await;
    let mut letters: Vec<&str> = before.split('|').collect();
    letters.swap(0, 1);
    assert_eq!(order(), letters.join("|"));
}

#[wasm_bindgen_test]
async fn a_right_side_that_is_joined_again_is_free_where_it_was() {
    let pairs = ["x", "y"]
        .map(|side| Pair { left: say(&format!("left {side}")), right: say(&format!("right {side}")) })
        .to_vec();
    let shown = Shown::new(&item(ItemKind::Matching(Matching {
        left_title: String::new(),
        right_title: String::new(),
        pairs,
    })));
    let first = shown.text(".join-right").split('|').next().unwrap_or_default().to_owned();
    shown.tap(".join-right", 0).await;
    assert!(shown.text(".join:first-child .join-joined").contains(&first));
    // The second left side is open now; the same right side goes to it.
    shown.tap(".join:nth-child(2) .join-right", 0).await;
    assert!(shown.all(".join:first-child .join-joined").is_empty());
    assert!(shown.text(".join:nth-child(2) .join-joined").contains(&first));
    let Response::Matching(joined) = shown.work.response.get_untracked() else { panic!("a matching gives a matching") };
    assert_eq!(joined.iter().flatten().count(), 1);
}

#[wasm_bindgen_test]
async fn a_text_item_carries_nothing_of_its_key_until_it_is_asked_for() {
    let text = TextEntry { accepted: vec!["chìa khóa".into()], expected_mistakes: vec![], diacritics_optional: true };
    let shown = Shown::new(&item(ItemKind::Text(text)));
    assert!(!shown.root.outer_html().contains("chìa khóa"));
    let field: HtmlInputElement = shown.all("input")[0].clone().unchecked_into();
    field.set_value("ổ khóa");
    field.dispatch_event(&web_sys::Event::new("input").unwrap()).unwrap();
    shown.tap(".check", 0).await;
    assert!(!shown.root.outer_html().contains("chìa khóa"));
    shown.tap(".item-buttons .plain:not([hidden])", 0).await;
    assert!(shown.text(".note.key").contains("chìa khóa"));
}

#[wasm_bindgen_test]
fn an_item_of_a_kind_made_later_is_named_kindly_and_asks_nothing() {
    let shown = Shown::new(&item(ItemKind::Unknown));
    assert!(shown.all("input, button").is_empty());
    assert!(!shown.text(".item-unknown").is_empty());
}

#[wasm_bindgen_test]
fn author_text_stays_text_and_an_unsafe_link_is_no_link() {
    let link = |href: &str| Span::Link { href: href.into(), spans: vec![Span::Text(href.into())] };
    let spans = vec![Span::Text("<b>bold</b>".into()), link("javascript:alert(1)"), link("https://example.org/")];
    let drawn = prose(&[Block::Paragraph(spans)]).element().clone();
    assert!(found(&drawn, "b").is_empty());
    let links = found(&drawn, "a");
    assert_eq!(links.len(), 1);
    assert_eq!(links[0].get_attribute("rel").as_deref(), Some("noopener noreferrer"));
    assert!(drawn.text_content().unwrap_or_default().contains("<b>bold</b>javascript:alert(1)"));
}
