//! A row of choices of which exactly one is on.

use super::tag::{Tag, tag};
use std::rc::Rc;

/// The row: real radios under a label; each choice is its class (or nothing) and what it says, `picked` the place of the one
/// that is on.
#[must_use]
pub fn picks(
    name: &str,
    label: &str,
    all: &[(&str, &str)],
    picked: impl Fn() -> usize + 'static,
    on_pick: impl Fn(usize) + 'static,
) -> Tag {
    row(name, label, all, &(Rc::new(picked) as Rc<dyn Fn() -> usize>), &(Rc::new(on_pick) as Rc<dyn Fn(usize)>))
}

fn row(
    name: &str,
    label: &str,
    all: &[(&str, &str)],
    picked: &Rc<dyn Fn() -> usize>,
    on_pick: &Rc<dyn Fn(usize)>,
) -> Tag {
    let one = |(place, (class, words)): (usize, &(&str, &str))| {
        let (on_pick, checked, shown) = (Rc::clone(on_pick), Rc::clone(picked), Rc::clone(picked));
        let radio = tag("input", "")
            .attr("type", "radio")
            .attr("name", name)
            .prop_live("checked", move || (checked() == place).into())
            .on("change", move |_| on_pick(place));
        tag("label", &format!("pick {class}"))
            .class_live("picked", move || shown() == place)
            .with(radio)
            .with(tag("span", "").text(words))
    };
    tag("fieldset", "")
        .with(tag("legend", "unseen").text(label))
        .with(tag("div", "picks").each(all.iter().enumerate().map(one).collect()))
}
