//! Pictures that are broken, too large, misnamed or could do more than be seen.

mod small_course;

use small_course::{BODY, HEAD, LESSON, SVG, expect, found, good_but, png};

const OTP: &str = "media/otp.png";
const BIA: &str = "media/bia.svg";

fn svg(inside: &str) -> String {
    SVG.replace("<rect", &format!("\n{inside}<rect"))
}

#[test]
fn an_svg_that_could_run_or_load_something_is_refused() {
    let x = "xmlns:x=\"http://www.w3.org/1999/xlink\"";
    let cases: Vec<(&str, String, u32)> = vec![
        ("script", svg("<script>alert(1)</script>"), 2),
        ("handler", svg("<g onclick=\"alert(1)\"/>"), 2),
        ("handler in capitals", svg("<g ONload=\"alert(1)\"/>"), 2),
        ("handler on the root", SVG.replace("<svg", "<svg onload=\"x()\""), 1),
        ("foreign object", svg("<foreignObject><p xmlns=\"http://www.w3.org/1999/xhtml\"/></foreignObject>"), 2),
        ("style", svg("<style>@import url(//evil)</style>"), 2),
        ("link", svg("<a href=\"https://example.org\"><path d=\"\"/></a>"), 2),
        ("picture in it", svg("<image href=\"https://example.org/x.png\"/>"), 2),
        ("embedded picture", svg("<image href=\"data:image/png;base64,AA\"/>"), 2),
        ("use from elsewhere", svg("<use href=\"https://example.org/x.svg#a\"/>"), 2),
        ("old use from elsewhere", svg(&format!("<use {x} x:href=\"//example.org/x.svg#a\"/>")), 2),
        ("paint from elsewhere", svg("<g fill=\"url(https://example.org/#a)\"/>"), 2),
        ("paint, second", svg("<g fill=\"url(#a) url( 'https://example.org')\"/>"), 2),
        ("paint in style", svg("<g style=\"fill:url(//example.org)\"/>"), 2),
        ("escaped paint", svg("<g fill=\"u\\72l(//example.org)\"/>"), 2),
        ("image set", svg("<g style=\"background:image-set('//example.org' 1x)\"/>"), 2),
        ("change by time", svg("<use href=\"#a\"><set attributeName=\"href\" to=\"//example.org\"/></use>"), 2),
        ("base", svg("<g xml:base=\"https://example.org\"/>"), 2),
        ("style sheet", format!("<?xml-stylesheet href=\"//example.org\"?>\n{SVG}"), 1),
        ("HTML", svg("<iframe xmlns=\"http://www.w3.org/1999/xhtml\" src=\"//example.org\"/>"), 2),
        ("DOCTYPE", format!("<!DOCTYPE svg SYSTEM \"http://example.org/x.dtd\">\n{SVG}"), 0),
        ("laughter", format!("<!DOCTYPE svg [<!ENTITY a \"&b;&b;\"><!ENTITY b \"ha\">]>\n{SVG}"), 0),
        ("no namespace", SVG.replace(" xmlns=\"http://www.w3.org/2000/svg\"", ""), 1),
    ];
    for (name, text, line) in cases {
        let draft = authoring::read(&good_but(BIA, text.as_bytes()));
        assert!(found(&draft).contains(&(BIA, "unsafe-svg", line)), "{name}: {:?}", draft.diagnostics);
        assert!(found(&draft).iter().all(|(file, code, _)| (*file, *code) == (BIA, "unsafe-svg")), "{name}");
        assert!(!draft.publishable(), "{name}");
        assert!(draft.media.values().all(|media| media.ending != "svg"), "{name}: published all the same");
    }
}

#[test]
fn an_svg_that_only_draws_is_taken() {
    let gradient =
        "<defs><linearGradient id=\"a\"><stop offset=\"0\"/></linearGradient></defs><path fill=\"url(#a)\" d=\"\"/>";
    let text = "<title>Khiên</title><text style=\"font-size:9px\">Dừng</text><use href=\"#a\"/>";
    for inside in [gradient, text, "<!-- a comment -->"] {
        expect(inside, &good_but(BIA, svg(inside).as_bytes()), &[]);
    }
    let declared = format!("\u{feff}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{SVG}");
    expect("declared", &good_but(BIA, declared.as_bytes()), &[]);
}

#[test]
fn an_svg_says_how_large_it_is_by_its_sides_or_its_view_box() {
    let size = |attributes: &str| {
        let text = SVG.replace("viewBox=\"0 0 320 180\"", attributes);
        let draft = authoring::read(&good_but(BIA, text.as_bytes()));
        draft.courses[0]
            .picture
            .as_ref()
            .map(|picture| (picture.width, picture.height))
            .ok_or_else(|| found(&draft)[0].1.to_owned())
    };
    assert_eq!(size("width=\"10px\" height=\"20.5\""), Ok((10, 21)));
    assert_eq!(size("width=\"100%\" height=\"100%\" viewBox=\"0,0,30,40\""), Ok((30, 40)));
    for none in [
        "",
        "width=\"10\"",
        "viewBox=\"0 0\"",
        "viewBox=\"0 0 NaN 1\"",
        "width=\"-1\" height=\"1\"",
        "viewBox=\"0 0 0 9\"",
    ] {
        assert_eq!(size(none), Err("picture-broken".to_owned()), "{none}");
    }
    assert_eq!(size("viewBox=\"0 0 1e30 9\""), Err("picture-too-large".to_owned()));
}

#[test]
fn broken_misnamed_and_large_pictures_are_refused() {
    let good = png(64, 48, b"IDAT");
    let cut = |bytes: &[u8], at: usize| bytes[..at].to_vec();
    let cases: Vec<(&str, &str, Vec<u8>, &str)> = vec![
        ("cut PNG", OTP, cut(&good, good.len() - 1), "picture-broken"),
        ("PNG signature alone", OTP, cut(&good, 8), "picture-broken"),
        ("PNG without its first chunk", OTP, [&good[..8], &good[33..]].concat(), "picture-broken"),
        ("JPEG signature alone", OTP, b"\xff\xd8\xff\xe0".to_vec(), "picture-broken"),
        ("WebP that claims more", OTP, b"RIFF\xff\xff\xff\xffWEBPVP8 ".to_vec(), "picture-broken"),
        ("nothing", OTP, vec![], "picture-kind"),
        ("GIF", OTP, b"GIF89a\x01\0\x01\0".to_vec(), "picture-kind"),
        ("HTML", OTP, b"<html><script>alert(1)</script></html>".to_vec(), "picture-kind"),
        ("SVG named PNG", OTP, SVG.as_bytes().to_vec(), "picture-kind"),
        ("PNG named SVG", BIA, good.clone(), "picture-kind"),
        ("wide PNG", OTP, png(4097, 1, b"IDAT"), "picture-too-large"),
        ("bomb", OTP, png(u32::MAX, u32::MAX, b"IDAT"), "picture-too-large"),
        ("flat PNG", OTP, png(0, 5, b"IDAT"), "picture-too-large"),
        ("2 MB and a byte", OTP, [good.clone(), vec![0; 2 << 20]].concat(), "picture-too-large"),
        ("SVG of 300 kB", BIA, svg(&"<g/>".repeat(75_000)).into_bytes(), "picture-too-large"),
        ("open SVG", BIA, b"<svg xmlns=\"http://www.w3.org/2000/svg\">".to_vec(), "picture-broken"),
        ("many nodes", BIA, svg(&"<g/>".repeat(30_000)).into_bytes(), "picture-broken"),
        ("SVG bytes", BIA, b"<svg>\xff</svg>".to_vec(), "picture-broken"),
    ];
    for (name, path, bytes, code) in cases {
        let draft = authoring::read(&good_but(path, &bytes));
        let codes: Vec<(&str, &str)> = found(&draft).iter().map(|(file, code, _)| (*file, *code)).collect();
        assert_eq!(codes, [(path, code)], "{name}");
    }
}

#[test]
fn an_svg_of_elements_inside_each_other_does_not_exhaust_the_stack() {
    let deep = format!("{}{}", "<g>".repeat(19_000), "</g>".repeat(19_000));
    let draft = authoring::read(&good_but(BIA, svg(&deep).as_bytes()));
    assert!(found(&draft).iter().all(|(file, ..)| *file == BIA), "{:?}", draft.diagnostics);
}

#[test]
fn photos_that_may_tell_where_they_were_taken_get_a_warning() {
    expect("PNG", &good_but(OTP, &png(64, 48, b"eXIf")), &[(OTP, "picture-metadata", 0)]);
    let body = BODY.replace("otp.png", "otp.jpg");
    let sizes = b"\xff\xc0\x00\x11\x08\x00\x30\x00\x40\x03\x01\x11\0\x02\x11\0\x03\x11\0";
    let exif = b"\xff\xe1\x00\x08Exif\0\0";
    let scan = b"\xff\xda\x00\x02\x12\x34\xff\xd9";
    let jpeg = |middle: &[u8]| [b"\xff\xd8", middle, sizes, scan].concat();
    let with = |bytes: &[u8]| {
        let mut source = good_but("media/otp.jpg", bytes);
        source.files.remove(OTP);
        source.files.retain(|path, _| !path.contains(".en."));
        source.files.insert(LESSON.into(), format!("{HEAD}{body}").into_bytes());
        source
    };
    expect("JPEG with", &with(&jpeg(exif)), &[("media/otp.jpg", "picture-metadata", 0)]);
    expect("JPEG without", &with(&jpeg(b"")), &[]);
    let media = authoring::read(&with(&jpeg(b""))).courses[0].pictures()[1].clone();
    assert_eq!((media.ending.as_str(), media.width, media.height), ("jpg", 64, 48));
}

#[test]
fn a_webp_says_how_large_it_is() {
    let chunk = |name: &[u8], content: &[u8]| {
        let inside = [b"WEBP", name, &u32::try_from(content.len()).unwrap().to_le_bytes(), content].concat();
        [b"RIFF".as_slice(), &u32::try_from(inside.len()).unwrap().to_le_bytes(), &inside].concat()
    };
    let lossless = (63_u32 | 47 << 14).to_le_bytes();
    for bytes in [
        chunk(b"VP8X", &[0, 0, 0, 0, 63, 0, 0, 47, 0, 0]),
        chunk(b"VP8L", &[&[0x2f][..], &lossless].concat()),
        chunk(b"VP8 ", &[0, 0, 0, 0x9d, 0x01, 0x2a, 64, 0, 48, 0]),
    ] {
        let mut source = good_but("media/otp.webp", &bytes);
        source.files.remove(OTP);
        source.files.retain(|path, _| !path.contains(".en."));
        source.files.insert(LESSON.into(), format!("{HEAD}{}", BODY.replace("otp.png", "otp.webp")).into_bytes());
        let draft = authoring::read(&source);
        assert_eq!(draft.diagnostics, []);
        let picture = draft.courses[0].pictures()[1].clone();
        assert_eq!((picture.ending.as_str(), picture.width, picture.height), ("webp", 64, 48));
    }
}

#[test]
fn pictures_without_words_in_the_middle_of_text_or_unused_are_named() {
    let picture = "![Sáu ô số](media/otp.png)";
    type Places<'a> = &'a [(&'a str, &'a str, u32)];
    let cases: &[(&str, &str, Places)] = &[
        ("no words", "![](media/otp.png)", &[(LESSON, "missing-alt", 10)]),
        ("only spaces", "![ ](media/otp.png)", &[(LESSON, "missing-alt", 10)]),
        ("in text", "Xem ![ô](media/otp.png) nhé", &[(LESSON, "picture-in-text", 10)]),
        ("in a link", "[![ô](media/otp.png) a](https://example.org)", &[(LESSON, "picture-in-text", 10)]),
        ("81 times", &format!("{picture}\n\n").repeat(81), &[(LESSON, "too-many", 0)]),
        ("unused", "b", &[(OTP, "unused-picture", 0)]),
        ("capital letters", "![ô](media/OTP.png)", &[(LESSON, "missing-picture", 10), (OTP, "unused-picture", 0)]),
    ];
    for (name, to, wanted) in cases {
        let text = format!("{HEAD}{BODY}").replace(picture, to);
        let mut source = good_but(LESSON, text.replacen("\n## ", "## ", 1).as_bytes());
        source.files.retain(|path, _| !path.contains(".en."));
        expect(name, &source, wanted);
    }
}
