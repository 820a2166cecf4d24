//! SVG: only shapes, text and paint that stay inside the file. Whatever could run, move or load something is refused.

use super::Look;
use crate::diagnostic::{Code, Findings, shortened};
use roxmltree::{Document, Node, NodeType, ParsingOptions};

const SVG: &str = "http://www.w3.org/2000/svg";

/// What an SVG may be made of. Not `style`, `script`, `a`, `image`, `foreignObject`, `set` or `animate`.
const ELEMENTS: &[&str] = &[
    "svg",
    "g",
    "defs",
    "symbol",
    "use",
    "title",
    "desc",
    "metadata",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "text",
    "tspan",
    "textPath",
    "linearGradient",
    "radialGradient",
    "stop",
    "pattern",
    "clipPath",
    "mask",
    "marker",
    "filter",
    "feGaussianBlur",
    "feOffset",
    "feBlend",
    "feFlood",
    "feComposite",
    "feMerge",
    "feMergeNode",
    "feColorMatrix",
    "feDropShadow",
];

/// Reads an SVG and says, line by line, what is refused in it.
pub fn read(bytes: &[u8], findings: &mut Findings) -> Option<Look> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        findings.say(Code::PictureBroken, 0, "the SVG is not UTF-8", "save it again with the encoding UTF-8");
        return None;
    };
    let options = ParsingOptions { nodes_limit: 20_000, ..ParsingOptions::default() };
    let document = match Document::parse_with_options(text, options) {
        Ok(document) => document,
        Err(roxmltree::Error::DtdDetected) => {
            let todo = "delete everything from `<!DOCTYPE` to its `>`";
            findings.say(Code::UnsafeSvg, 0, "the SVG has a DOCTYPE, which can hide entities", todo);
            return None;
        }
        Err(error) => {
            let todo = "open it in a drawing program and save it again as plain SVG";
            findings.say(Code::PictureBroken, error.pos().row, format!("the SVG can't be read: {error}"), todo);
            return None;
        }
    };
    let mut safe = true;
    for node in document.root().descendants() {
        for (at, what) in refusals(&node) {
            safe = false;
            let todo = "remove it, or save the picture as plain SVG (in Inkscape: “Optimised SVG”)";
            findings.say(Code::UnsafeSvg, document.text_pos_at(at).row, what, todo);
        }
    }
    let root = document.root_element();
    let size = size(&root);
    if size.is_none() && safe {
        let what = "the SVG says neither width and height nor a viewBox";
        findings.say(
            Code::PictureBroken,
            document.text_pos_at(root.range().start).row,
            what,
            "add `viewBox=\"0 0 320 180\"`",
        );
    }
    let (width, height) = size.filter(|_| safe)?;
    Some(Look { ending: "svg", width, height })
}

fn refusals(node: &Node) -> Vec<(usize, String)> {
    let at = node.range().start;
    match node.node_type() {
        NodeType::Root | NodeType::Comment | NodeType::Text => Vec::new(),
        NodeType::PI => vec![(at, "the SVG has a processing instruction (<? … ?>)".to_owned())],
        NodeType::Element => {
            let tag = node.tag_name();
            if tag.namespace() != Some(SVG) || !ELEMENTS.contains(&tag.name()) {
                return vec![(at, format!("the SVG has an element <{}> that is not allowed", shortened(tag.name())))];
            }
            let bad = node.attributes().filter(|attribute| !is_safe(attribute.name(), attribute.value()));
            bad.map(|attribute| {
                let what = format!("the attribute {} could run or load something", shortened(attribute.name()));
                (attribute.range().start, what)
            })
            .collect()
        }
    }
}

/// No handlers; references only to the file's own ids; no CSS escape that could hide one.
fn is_safe(name: &str, value: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let value = value.to_ascii_lowercase();
    let loads = ["image(", "image-set(", "src(", "@import", "expression(", "javascript:", "data:", "\\", "/*"];
    let urls_stay = value.split("url(").skip(1).all(|rest| rest.trim_start_matches([' ', '"', '\'']).starts_with('#'));
    let stays = match name.as_str() {
        "href" => value.starts_with('#'),
        "base" => false,
        _ => urls_stay && loads.iter().all(|word| !value.contains(word)),
    };
    stays && !name.starts_with("on")
}

fn size(root: &Node) -> Option<(u32, u32)> {
    let pixels = |text: &str| -> Option<u32> {
        let number: f64 = text.trim().trim_end_matches("px").parse().ok()?;
        // The cast cuts what is too large to the largest; the bounds of a picture refuse it then.
        (number > 0.0).then_some(number.ceil() as u32)
    };
    let written = (root.attribute("width").and_then(pixels), root.attribute("height").and_then(pixels));
    if let (Some(width), Some(height)) = written {
        return Some((width, height));
    }
    let mut sides = root.attribute("viewBox")?.split([' ', ',', '\n', '\t']).filter(|side| !side.is_empty()).skip(2);
    Some((pixels(sides.next()?)?, pixels(sides.next()?)?))
}
