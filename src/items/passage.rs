//! A running text with places in it; what stands at a place is drawn by the kind.

use super::prose::spans;
use crate::ui::tag::{Tag, tag};
use domain::passage::Run;

/// The text, paragraph by paragraph.
#[must_use]
pub fn passage(class: &str, runs: &[Run], place: impl Fn(usize) -> Tag) -> Tag {
    let mut paragraphs = Vec::new();
    let mut open = tag("p", "");
    for run in runs {
        open = match run {
            Run::Words(words) => spans(open, words),
            Run::Place(at) => open.with(place(usize::from(*at))),
            Run::Break => {
                paragraphs.push(open);
                tag("p", "")
            }
        };
    }
    paragraphs.push(open);
    tag("div", class).each(paragraphs)
}
