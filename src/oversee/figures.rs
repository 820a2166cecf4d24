//! One figure on the screen: a rounded count, the mark of a hidden one, a share, a bar.

use crate::words::Words;
use domain::report::Cell;
use leptos::prelude::*;

/// A count of people, or the mark that it is hidden. The number itself stands in `value`, without separators.
pub fn cell(words: Words, cell: Cell) -> AnyView {
    match cell {
        Cell::Shown(count) => view! { <data value=count.to_string()>{words.number(count)}</data> }.into_any(),
        Cell::Suppressed => hidden_mark(words),
    }
}

/// The mark of a hidden figure.
pub fn hidden_mark(words: Words) -> AnyView {
    view! { <span class="hidden-figure">{words.completion_suppressed()}</span> }.into_any()
}

/// A number that isn't protected, or that it isn't known.
pub fn known(words: Words, number: Option<u64>, unit: &'static str) -> AnyView {
    match number {
        Some(number) => view! { <data value=number.to_string()>{words.number(number)}{unit}</data> }.into_any(),
        None => view! {
            <span aria-hidden="true">"–"</span>
            <span class="unseen">{words.completion_unknown()}</span>
        }
        .into_any(),
    }
}

/// How long a figure's bar is, in thousandths of the longest; a hidden figure has no bar, not even an empty one.
fn length(figure: Cell, largest: u64) -> Option<u64> {
    match figure {
        Cell::Shown(count) => Some((count * 1000).checked_div(largest).unwrap_or_default()),
        Cell::Suppressed => None,
    }
}

/// The largest shown figure.
pub fn largest(figures: impl Iterator<Item = Cell>) -> u64 {
    let shown = |figure: Cell| match figure {
        Cell::Shown(count) => count,
        Cell::Suppressed => 0,
    };
    figures.map(shown).max().unwrap_or_default()
}

/// A bar as long as a figure is large beside the largest; the number beside it says the same in digits.
pub fn bar(figure: Cell, largest: u64) -> AnyView {
    let drawn = |length: u64| {
        view! {
            <svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
                <rect class="bar-ground" width="1000" height="10"></rect>
                <rect class="bar-fill" width=length.to_string() height="10"></rect>
            </svg>
        }
    };
    length(figure, largest).map(drawn).into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_a_share_of_the_largest_shown_figure_and_a_hidden_figure_has_none() {
        let figures = [Cell::Shown(50), Cell::Suppressed, Cell::Shown(200)];
        let most = largest(figures.into_iter());
        assert_eq!(figures.map(|figure| length(figure, most)), [Some(250), None, Some(1000)]);
        assert_eq!(length(Cell::Shown(0), 0), Some(0));
    }
}
