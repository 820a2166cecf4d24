//! A QR code, drawn here as one path of an SVG from the code's own squares: nothing is fetched, nothing is HTML from a string.
//! What it holds must stand beside it as text too.

use super::tag::{Tag, shape, tag};
use fast_qr::qr::QRBuilder;
use leptos::prelude::*;
use std::fmt::Write as _;

/// The quiet border that scanners need, in squares (ISO/IEC 18004).
const QUIET: usize = 4;

/// The size in squares with its border, and the path of the dark ones; `None` where the text is too long for any code.
fn drawn(text: &str) -> Option<(usize, String)> {
    let code = QRBuilder::new(text).build().ok()?;
    let mut path = String::new();
    for y in 0..code.size {
        for x in (0..code.size).filter(|x| code[y][*x].value()) {
            // Writing to a String can't fail.
            let _ = write!(path, "M{} {}h1v1h-1z", x + QUIET, y + QUIET);
        }
    }
    Some((code.size + 2 * QUIET, path))
}

/// The code of a text, for the citizens' app; `label` says what it is.
#[must_use]
pub fn qr(text: &str, label: &str) -> Option<Tag> {
    let (size, path) = drawn(text)?;
    let drawing = shape("svg", "qr").attr("viewBox", &format!("0 0 {size} {size}")).attr("aria-hidden", "true");
    let drawing = drawing.with(shape("path", "qr-dark").attr("d", &path));
    Some(tag("div", "qr-place").attr("role", "img").attr("aria-label", label).with(drawing))
}

/// The code of a text, for the desk.
#[must_use]
pub fn qr_view(text: &str, label: &'static str) -> Option<AnyView> {
    let (size, path) = drawn(text)?;
    let view_box = format!("0 0 {size} {size}");
    Some(
        view! {
            <svg class="qr" role="img" aria-label=label viewBox=view_box>
                <path class="qr-dark" d=path></path>
            </svg>
        }
        .into_any(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_three_eyes_and_a_quiet_border() {
        let (size, path) = drawn("otpauth://totp/CongDanSo:an.tran?secret=JBSWY3DPEHPK3PXP&issuer=CongDanSo").unwrap();
        for corner in [(4, 4), (size - 5, 4), (4, size - 5)] {
            assert!(path.contains(&format!("M{} {}h", corner.0, corner.1)), "{corner:?}");
        }
        assert!(!path.contains("M3 ") && !path.contains(" 3h"));
        assert!(drawn(&"x".repeat(5000)).is_none());
    }

    #[test]
    fn what_it_holds_is_read_back_by_a_reader_of_qr_codes() {
        for length in [1, 26, 62, 106, 300] {
            let text: String = "https://hoc.example.vn/profiles/#".chars().cycle().take(length).collect();
            let (size, path) = drawn(&text).unwrap();
            let dark: std::collections::BTreeSet<(usize, usize)> = path
                .split('M')
                .filter_map(|square| square.strip_suffix("h1v1h-1z")?.split_once(' '))
                .map(|(x, y)| (x.parse().unwrap(), y.parse().unwrap()))
                .collect();
            let side = size * 4;
            let shade = |x, y| if dark.contains(&(x / 4, y / 4)) { 0 } else { 255 };
            let mut picture = rqrr::PreparedImage::prepare_from_greyscale(side, side, shade);
            let grids = picture.detect_grids();
            assert_eq!(grids.len(), 1, "{length}");
            assert_eq!(grids[0].decode().unwrap().1, text);
        }
    }
}
