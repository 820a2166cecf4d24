//! What is uploaded and is no course: hostile zips, other archives with a zip's name, pictures and clips that lie. Each is refused with
//! its rule, and nothing of it is stored. What trainers do with good courses is `teach.rs`'s; how a zip is written is `zips`'s.

mod house;
mod zips;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use domain::api::DRAFTS;
use house::House;
use house::desk::Browser;
use std::fmt::Write as _;
use zips::{DEFLATED, End, Entry, UNIX, deflated, file, zip, zip_with, zip64_end};

const COURSE: &str = r#"id = "thu"
title = "Thử"
summary = "Thử."
language = "vi"
licence = "CC-BY-4.0"
audience = "Mọi người"
teaches = ["Thử"]
competences = ["4.2"]
level = 1
mastery = 0.8

[[chapters]]
folder = "1-mot"
title = "Một"
"#;
const LESSON: &str = "+++\nid = \"mot\"\ntitle = \"Một\"\nsummary = \"Một.\"\nminutes = 5\ncompetences = [\"4.2\"]\n+++\n\n## A {#a}\n\nb\n";
const SVG: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9"/></svg>"#;
const CLIP: &str = "voice/vi/7a7c41eb2c93f24c.opus";

/// What is sent, how it is called here, and the rule that refuses it.
type Abuse = (String, Vec<u8>, &'static str);

/// The files of a good course.
fn good() -> Vec<Entry> {
    vec![file("course.toml", COURSE), file("1-mot/1-mot.md", LESSON)]
}

fn with(entry: Entry) -> Vec<u8> {
    zip(&[good(), vec![entry]].concat())
}

/// Paths that climb out, are absolute, or have signs that paths don't have.
#[rustfmt::skip]
const CLIMBING: [&str; 45] = [
    "../course.toml", "../../etc/passwd", "a/../../x", "..", "a/..", "./x", "a/./x", ".", "a/.", "/etc/passwd",
    "//etc/passwd", "///x", "..\\x", "..\\..\\x", "a\\..\\..\\x", "a/..\\x", "\\x", "\\\\server\\share\\x",
    "C:\\x", "c:/x", "C:x", "CON:", "file:///etc/passwd", "course.toml::$DATA", "x:y", "a//x", "....//x", "x//",
    "", "/", "\\", "a\0b", "course.toml\0.png", "a\nb", "a\rb", "a\tb", "a\u{1b}[31mb", "a\u{7f}b", "a\u{85}b",
    "a\u{202e}gpj.exe", "a\u{2066}b", "a\u{200f}b", "../", "a/../", "/a/",
];

/// Names that lead out, or that no folder has.
fn names() -> Vec<Abuse> {
    let long = [256, 300, 5_000, 65_535].map(|length| "a".repeat(length));
    let deep = ["a/".repeat(200), format!("{}x", "../".repeat(80))];
    let named = CLIMBING.iter().map(|name| (*name).to_owned()).chain(long).chain(deep);
    let mut abuses: Vec<Abuse> = named
        .map(|name| {
            let shown: String = name.chars().take(30).collect();
            (format!("the name {shown:?}"), with(file(&name, "x")), "unsafe-path")
        })
        .collect();
    for bytes in [
        &b"\xff"[..],
        b"cour\xc3",
        b"\xc0\xae\xc0\xae/x",
        b"\xed\xa0\x80",
        b"kh\xa2a.md",
        b"\xff\xfea\0",
        b"\xf8\x88\x80\x80\x80",
    ] {
        for flags in [0x0800, 0] {
            abuses.push((
                format!("the name {bytes:?} with flags {flags}"),
                with(Entry { flags, ..file(bytes, "x") }),
                "name-not-utf8",
            ));
        }
    }
    abuses
}

/// Two files where a folder can have one.
fn twins() -> Vec<Abuse> {
    let pairs = [
        ("a.md", "a.md"),
        ("A.md", "a.md"),
        ("1-MOT/x.svg", "1-mot/x.svg"),
        ("\u{e3}", "a\u{303}"),
        ("\u{c3}", "a\u{303}"),
        ("a/b", "a\\b"),
        ("Đ", "đ"),
    ];
    let twin = |(one, two): (&str, &str)| {
        (format!("{one} and {two}"), zip(&[good(), vec![file(one, "1"), file(two, "2")]].concat()), "duplicate-file")
    };
    let mut abuses: Vec<Abuse> = pairs.map(twin).to_vec();
    abuses.push(("course.toml twice".into(), with(file("course.toml", COURSE)), "duplicate-file"));
    abuses.push(("course.toml in capitals".into(), with(file("COURSE.TOML", COURSE)), "duplicate-file"));
    abuses
}

/// Entries that are no plain files.
fn sorts() -> Vec<Abuse> {
    let of = |what: &str, mode: u32, target: &str| {
        (format!("{what} to {target:?}"), with(Entry { mode, ..file("media/x.svg", target) }), "archive-link")
    };
    let locked = |what: &str, entry: Entry| (what.to_owned(), with(entry), "archive-encrypted");
    let mut abuses = vec![
        of("a link", 0o120_777, "/etc/passwd"),
        of("a link", 0o120_777, "../../x"),
        of("a link", 0o120_777, "course.toml"),
        of("a link", 0o120_000, ""),
        of("a pipe", 0o010_644, ""),
        of("a character device", 0o020_644, ""),
        of("a block device", 0o060_644, ""),
        of("a socket", 0o140_755, ""),
        of("what no system has", 0o150_644, ""),
        locked("locked", Entry { flags: 0x0801, ..file("x.svg", SVG) }),
        locked("locked and deflated", Entry { flags: 0x0801, ..deflated("x.svg", SVG.as_bytes()) }),
        locked("locked strongly", Entry { flags: 0x0841, ..file("x.svg", SVG) }),
    ];
    for method in [1, 2, 3, 4, 5, 6, 7, 9, 10, 12, 14, 16, 18, 19, 20, 93, 94, 95, 96, 97, 98, 99, 255, 0xffff] {
        abuses.push((format!("method {method}"), with(Entry { method, ..file("x.svg", SVG) }), "archive-unreadable"));
    }
    abuses
}

/// What unpacks to more than it may, or says so.
fn bombs() -> Vec<Abuse> {
    let zeros = vec![0; 1 << 20];
    let bomb = deflated("x.svg", &zeros);
    let nested = zip(&[file("x.zip", zip(std::slice::from_ref(&bomb)))]);
    let many = |count: usize| zip(&(0..count).map(|n| file(format!("f{n}"), "")).collect::<Vec<_>>());
    // Many names for the same bytes: each unpacks to fifty times as many, and together they are too much.
    let runs: Vec<u8> =
        (0..2_u32 << 20).map(|n| if n % 1024 < 20 { (n.wrapping_mul(2_654_435_761) >> 24) as u8 } else { 0 }).collect();
    let overlapping: Vec<Entry> = std::iter::once(deflated("f", &runs))
        .chain((0..20).map(|n| Entry { at: Some(0), content: Vec::new(), ..deflated(&format!("f{n}"), &[]) }))
        .collect();
    let (packed, sum) = (lengths(&runs), sum(&runs));
    let overlapping: Vec<Entry> = overlapping
        .into_iter()
        .map(|entry| Entry { packed: Some(packed), unpacked: Some(2 << 20), crc: Some(sum), ..entry })
        .collect();
    vec![
        ("a bomb".into(), with(bomb.clone()), "archive-ratio"),
        ("a bomb in front".into(), zip(&[vec![bomb.clone()], good()].concat()), "archive-ratio"),
        (
            "a bomb that claims to be small".into(),
            with(Entry { unpacked: Some(10), ..bomb.clone() }),
            "archive-unreadable",
        ),
        (
            "a bomb that claims to be nothing".into(),
            with(Entry { unpacked: Some(0), crc: Some(0), ..bomb.clone() }),
            "archive-unreadable",
        ),
        (
            "a bomb that claims to be packed large".into(),
            with(Entry { packed: Some(1 << 20), ..bomb }),
            "archive-unreadable",
        ),
        ("a zip in a zip".into(), nested, "no-course"),
        ("a course in a zip in a zip".into(), zip(&[file("a.zip", zip(&good()))]), "no-course"),
        ("2,001 files".into(), many(2_001), "too-many"),
        ("20,000 files".into(), many(20_000), "too-many"),
        ("many names for the same bytes".into(), zip(&overlapping), "archive-unreadable"),
        ("more than 20 MB".into(), with(file("x.svg", vec![b' '; (20 << 20) + 1])), "archive-too-large"),
        (
            "claims 4 GB".into(),
            with(Entry { unpacked: Some(u32::MAX - 1), ..file("x.svg", SVG) }),
            "archive-unreadable",
        ),
    ]
}

fn sum(bytes: &[u8]) -> u32 {
    let mut sum = flate2::Crc::new();
    sum.update(bytes);
    sum.sum()
}

/// How long some bytes are once deflated.
fn lengths(bytes: &[u8]) -> u32 {
    let whole = zip(&[deflated("f", bytes)]);
    u32::from_le_bytes(whole[18..22].try_into().unwrap())
}

/// Zips that are damaged, or lie about themselves.
fn lies() -> Vec<Abuse> {
    let whole = zip(&good());
    let lie = |what: &str, end: End| (what.to_owned(), zip_with(&good(), &end), "archive-unreadable");
    let zip64 = |count, size, at, located| End {
        zip64: zip64_end(count, size, at, located),
        count: Some(0xffff),
        size: Some(u32::MAX),
        at: Some(u32::MAX),
        ..End::default()
    };
    let extra = |unpacked: u64| [b"\x01\0\x10\0".as_slice(), &unpacked.to_le_bytes(), &u64::MAX.to_le_bytes()].concat();
    let broken = |what: &str, entry: Entry| (what.to_owned(), with(entry), "archive-unreadable");
    let mut abuses = vec![
        broken("a wrong sum", Entry { crc: Some(1), ..file("x.svg", SVG) }),
        broken("a wrong sum, deflated", Entry { crc: Some(1), ..deflated("x.svg", SVG.as_bytes()) }),
        broken("no deflated bytes", Entry { method: DEFLATED, packed: Some(0), ..file("x.svg", "") }),
        broken("longer than the file", Entry { packed: Some(1 << 30), unpacked: Some(1 << 30), ..file("x.svg", SVG) }),
        broken("a place that is elsewhere", Entry { at: Some(7), ..file("x.svg", SVG) }),
        broken("a place beyond the end", Entry { at: Some(u32::MAX - 1), ..file("x.svg", SVG) }),
        broken(
            "zip64 sizes",
            Entry { packed: Some(u32::MAX), unpacked: Some(u32::MAX), extra: extra(u64::MAX), ..file("x.svg", SVG) },
        ),
        broken(
            "zip64 sizes cut off",
            Entry {
                packed: Some(u32::MAX),
                unpacked: Some(u32::MAX),
                extra: b"\x01\0\x04\0abcd".to_vec(),
                ..file("x.svg", SVG)
            },
        ),
        lie("more entries than there are", End { count: Some(100), ..End::default() }),
        lie("a directory beyond the end", End { at: Some(u32::MAX - 1), ..End::default() }),
        lie("a directory larger than the file", End { size: Some(u32::MAX - 1), ..End::default() }),
        lie("another disk", End { disk: 7, ..End::default() }),
        lie("zip64: endless entries", zip64(u64::MAX, 10, 0, 0)),
        lie("zip64: an endless directory", zip64(2, u64::MAX, 0, 0)),
        lie("zip64: a directory beyond the end", zip64(2, 10, u64::MAX, 0)),
        lie("zip64: a locator beyond the end", zip64(2, 10, 0, u64::MAX)),
        lie("a comment of 64 kB", End { comment: vec![b'a'; 65_535], ..End::default() }),
        lie(
            "a page in its comment",
            End {
                comment: format!("<html><script>alert(1)</script>{}", " ".repeat(300)).into_bytes(),
                ..End::default()
            },
        ),
        ("nothing but an end".into(), zip(&[]), "archive-unreadable"),
    ];
    for cut in [1, 2, 4, 10, 21, 22, 23, 30, 60, 100, whole.len() / 2, whole.len() - 4] {
        abuses.push((format!("{cut} bytes cut off"), whole[..whole.len() - cut].to_vec(), "archive-unreadable"));
    }
    abuses
}

/// Files that are two things at once, and other archives with a zip's name.
fn others() -> Vec<Abuse> {
    let before = |what: &str, before: &[u8]| {
        (
            format!("{what} in front"),
            zip_with(&good(), &End { before: before.to_vec(), ..End::default() }),
            "archive-unreadable",
        )
    };
    let glued = |what: &str, before: &[u8]| {
        (format!("{what} glued in front"), [before, &zip(&good())].concat(), "archive-unreadable")
    };
    let behind = |what: &str, behind: &[u8]| {
        (
            format!("{what} behind"),
            zip_with(&good(), &End { behind: behind.to_vec(), ..End::default() }),
            "archive-unreadable",
        )
    };
    let page = b"<!DOCTYPE html><script>alert(1)</script>";
    let other = |what: &str, bytes: &[u8]| (what.to_owned(), bytes.to_vec(), "archive-unreadable");
    let padded = |start: &[u8]| [start, &[0; 600]].concat();
    let mut tar = padded(b"course.toml");
    tar[257..263].copy_from_slice(b"ustar\0");
    let mut abuses = vec![
        behind("a page", page),
        behind("a space", b" "),
        behind("another zip", &zip(&[file("x", "")])),
        behind("another end", &zip(&[])),
        other("nothing", b""),
        other("PK", b"PK"),
        other("a first mark", b"PK\x03\x04"),
        other("a mark of the directory", b"PK\x01\x02"),
        other("tar", &tar),
        other("gzip", &padded(b"\x1f\x8b\x08\0")),
        other("bzip2", &padded(b"BZh91AY&SY")),
        other("xz", &padded(b"\xfd7zXZ\0")),
        other("zstd", &padded(b"\x28\xb5\x2f\xfd")),
        other("rar", &padded(b"Rar!\x1a\x07\0")),
        other("newer rar", &padded(b"Rar!\x1a\x07\x01\0")),
        other("7z", &padded(b"7z\xbc\xaf\x27\x1c")),
        other("cab", &padded(b"MSCF")),
        other("a page", page),
        other("JSON", b"{}"),
        other("course.toml itself", COURSE.as_bytes()),
        (
            "a document".into(),
            zip(&[file("[Content_Types].xml", "<Types/>"), file("word/document.xml", "<w/>")]),
            "no-course",
        ),
        ("two courses".into(), zip(&[file("a/course.toml", COURSE), file("b/course.toml", COURSE)]), "no-course"),
    ];
    for (what, start) in [
        ("a page", &page[..]),
        ("GIF", b"GIF89a\x01\0\x01\0"),
        ("PNG", b"\x89PNG\r\n\x1a\n"),
        ("JPEG", b"\xff\xd8\xff\xe0"),
        ("PDF", b"%PDF-1.7\n"),
        ("a script", b"#!/bin/sh\nexit\n"),
        ("a Windows program", b"MZ\x90\0"),
        ("a Linux program", b"\x7fELF"),
        ("a byte", b"\0"),
    ] {
        abuses.extend([before(what, start), glued(what, start)]);
    }
    abuses
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let chunk = |name: &[u8], content: &[u8]| {
        [&u32::try_from(content.len()).unwrap().to_be_bytes()[..], name, content, &[0; 4]].concat()
    };
    let size = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &size), chunk(b"IDAT", b"abc"), chunk(b"IEND", b"")].concat()
}

/// Pictures, clips and texts that aren't what they are called.
fn files() -> Vec<Abuse> {
    let picture = |what: &str, name: &str, content: &[u8], rule| {
        (format!("{what} as {name}"), with(file(format!("media/{name}"), content)), rule)
    };
    let clip = |what: &str, name: &str, content: &[u8], rule| (what.to_owned(), with(file(name, content)), rule);
    let text = |what: &str, content: &[u8], rule| {
        (what.to_owned(), zip(&[file("course.toml", content), file("1-mot/1-mot.md", LESSON)]), rule)
    };
    let good = png(9, 9);
    let page = |content: &[u8]| {
        let lengths = [vec![255; content.len() / 255], vec![u8::try_from(content.len() % 255).unwrap()]].concat();
        [b"OggS".as_slice(), &[0; 22], &[u8::try_from(lengths.len()).unwrap()], &lengths, content].concat()
    };
    let opus = [page(b"OpusHead\x01\x01"), page(b"OpusTags"), page(&[7; 900])].concat();
    let script = SVG.replace("<path", "<script>alert(1)</script><path");
    vec![
        picture("SVG", "x.png", SVG.as_bytes(), "picture-kind"),
        picture("PNG", "x.svg", &good, "picture-kind"),
        picture("PNG", "x.jpg", &good, "picture-kind"),
        picture("PNG", "x.webp", &good, "picture-kind"),
        picture("a page", "x.png", b"<!DOCTYPE html><script>alert(1)</script>", "picture-kind"),
        picture("a page", "x.svg", b"<!DOCTYPE html><script>alert(1)</script>", "picture-kind"),
        picture("a script", "x.js", b"alert(1)", "picture-kind"),
        picture("a style", "x.css", b"a{}", "picture-kind"),
        picture("a page", "x.html", b"<p>", "picture-kind"),
        picture("WebAssembly", "x.wasm", b"\0asm\x01\0\0\0", "picture-kind"),
        picture("GIF", "x.png", b"GIF89a\x01\0\x01\0", "picture-kind"),
        picture("BMP", "x.png", b"BM\x36\0\0\0", "picture-kind"),
        picture("AVIF", "x.png", b"\0\0\0 ftypavif", "picture-kind"),
        picture("nothing", "x.png", b"", "picture-kind"),
        picture("a zip", "x.png", &zip(&[file("a", "")]), "picture-kind"),
        picture("a cut PNG", "x.png", &good[..good.len() - 1], "picture-broken"),
        picture(
            "PNG with a page behind",
            "x.png",
            &[&good[..], b"<script>alert(1)</script>"].concat(),
            "picture-broken",
        ),
        picture("PNG with a zip behind", "x.png", &[&good[..], &zip(&[file("a", "")])].concat(), "picture-broken"),
        picture("a start of JPEG", "x.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF", "picture-broken"),
        picture("WebP that claims more", "x.webp", b"RIFF\xff\xff\xff\xffWEBPVP8 ", "picture-broken"),
        picture("a bomb of pixels", "x.png", &png(u32::MAX, u32::MAX), "picture-too-large"),
        picture("a wide PNG", "x.png", &png(4097, 1), "picture-too-large"),
        picture("a flat PNG", "x.png", &png(0, 9), "picture-too-large"),
        picture("2 MB of PNG", "x.png", &[&good[..], &vec![0; 2 << 20]].concat(), "picture-too-large"),
        picture("an SVG with a script", "x.svg", script.as_bytes(), "unsafe-svg"),
        picture(
            "an SVG with entities",
            "x.svg",
            format!("<!DOCTYPE svg [<!ENTITY a \"b\">]>{SVG}").as_bytes(),
            "unsafe-svg",
        ),
        picture("a large SVG", "x.svg", format!("{SVG}{}", " ".repeat(256 << 10)).as_bytes(), "picture-too-large"),
        clip("a clip that is a page", CLIP, b"<script>alert(1)</script>", "clip-broken"),
        clip("an empty clip", CLIP, b"", "clip-broken"),
        clip("a clip that is MP3", CLIP, b"ID3\x04\0\0\0\0\0\0", "clip-broken"),
        clip("a clip of another Ogg", CLIP, &page(b"\x01vorbis"), "clip-broken"),
        clip("a cut clip", CLIP, &opus[..opus.len() - 1], "clip-broken"),
        clip("a clip with a page behind", CLIP, &[&opus[..], b"<script>"].concat(), "clip-broken"),
        clip("a clip of 200 kB", CLIP, &opus.repeat(300), "clip-too-large"),
        clip("a clip of no language", "voice/xx/7a7c41eb2c93f24c.opus", &opus, "unknown-voice"),
        clip("a clip of a short key", "voice/vi/7a7c.opus", &opus, "clip-name"),
        clip("a clip of another ending", "voice/vi/7a7c41eb2c93f24c.html", &opus, "clip-name"),
        text("an empty course.toml", b"", "empty-file"),
        text("a course.toml of NUL", &[0; 100], "control-character"),
        text("a course.toml of other letters", b"title = \"\xff\"", "not-utf8"),
        text("a course.toml of 256 kB", &vec![b'#'; (256 << 10) + 1], "too-large"),
        text("a course.toml inside itself", "[".repeat(100_000).as_bytes(), "toml-syntax"),
    ]
}

async fn stored(house: &House) -> String {
    let tables = [
        ("draft", "draft"),
        ("edition", "edition"),
        ("media", "media"),
        ("audit", "number, hash"),
        ("statement", "learner, seq"),
    ];
    let mut stored = house.dump(&tables).await;
    let folder = house.file("");
    let mut names: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    names.iter().for_each(|name| writeln!(stored, "{name:?}").unwrap());
    stored
}

#[tokio::test]
async fn at_least_a_hundred_and_twenty_hostile_uploads_are_refused_by_their_rule_and_nothing_is_stored() {
    let abuses = [names(), twins(), sorts(), bombs(), lies(), others(), files()].concat();
    for house in House::all().await {
        let mut trainer = house.has("hoa", &["trainer"], None).await;
        let before = stored(&house).await;
        let mut wrong = Vec::new();
        for (what, bytes, rule) in &abuses {
            let answer = trainer.asks(&house, Method::POST, DRAFTS, bytes).await;
            let found = answer.json["diagnostics"].as_array().cloned().unwrap_or_default();
            let errors: Vec<_> = found
                .iter()
                .filter(|each| each["severity"] == "error")
                .map(|each| each["code"].as_str().unwrap())
                .collect();
            if answer.status != StatusCode::OK || !errors.contains(rule) || !answer.json["draft"].is_null() {
                wrong.push(format!("{what}: {} {errors:?}, not {rule}; draft {}", answer.status, answer.json["draft"]));
            }
        }
        assert!(wrong.is_empty(), "on {}:\n{}", house.engine, wrong.join("\n"));
        assert!(abuses.len() >= 120, "{}", abuses.len());
        assert_eq!(stored(&house).await, before, "{}", house.engine);
        println!("{} hostile uploads on {}", abuses.len(), house.engine);
    }
}

#[tokio::test]
async fn what_only_looks_odd_is_a_course_all_the_same() {
    let house = House::on_sqlite().await;
    let mut trainer = house.has("hoa", &["trainer"], None).await;
    let streamed = |entry: Entry| {
        let descriptor = [b"PK\x07\x08".as_slice(), &sum(&entry.content).to_le_bytes(), &[0; 8]].concat();
        Entry { flags: 0x0808, behind: descriptor, ..entry }
    };
    let short = End { comment: b"made by hand".to_vec(), ..End::default() };
    for (what, bytes) in [
        ("as it should be", zip(&good())),
        ("with a short comment", zip_with(&good(), &short)),
        ("streamed, with sums behind", zip(&good().into_iter().map(streamed).collect::<Vec<_>>())),
        (
            "made on Windows",
            zip(&good().into_iter().map(|entry| Entry { made_by: 0, mode: 0, ..entry }).collect::<Vec<_>>()),
        ),
        (
            "with folders of their own",
            zip(&[vec![Entry { mode: 0o040_755, made_by: UNIX, ..file("1-mot/", "") }], good()].concat()),
        ),
        (
            "with names that are only names",
            zip(&[good(), vec![file("media/%2e%2e%2fx.svg", SVG), file("media/..;x.svg", SVG)]].concat()),
        ),
    ] {
        let answer = trainer.asks(&house, Method::POST, DRAFTS, &bytes).await;
        assert!(answer.json["draft"].is_string(), "{what}: {}", answer.json);
    }
}

#[tokio::test]
async fn a_packed_body_is_refused_before_it_is_read() {
    let house = House::on_sqlite().await;
    let trainer = house.has("hoa", &["trainer"], None).await;
    let before = stored(&house).await;
    for encoding in ["gzip", "br", "deflate", "zstd", "gzip, gzip", "x"] {
        let cookie = format!("session={}", trainer.cookies["session"]);
        let request = Request::post(DRAFTS).header(header::HOST, "localhost").header("sec-fetch-site", "same-origin");
        let request = request.header(header::COOKIE, cookie).header(header::CONTENT_ENCODING, encoding);
        let (status, _, body) = house.send(request.body(Body::from(zip(&good()))).unwrap()).await;
        assert_eq!(status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{encoding}: {}", String::from_utf8_lossy(&body));
    }
    assert_eq!(
        Browser::default().asks(&house, Method::POST, DRAFTS, &zip(&good())).await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(stored(&house).await, before);
}
