//! Pictures: what a file really is, how large it shows, and which of them the lessons use. Reads bytes; draws nothing.

mod raster;
mod svg;

use crate::diagnostic::{Code, Findings, shortened};
use crate::{Media, Source, folder};
use domain::api::Diagnostic;
use domain::edition::media_id;
use domain::id::MediaId;
use domain::prose::Picture;
use std::collections::{BTreeMap, BTreeSet};

/// The largest PNG, JPEG or WebP in bytes.
const MOST_RASTER_BYTES: usize = 2 << 20;
/// The largest SVG in bytes; also bounds the work of reading it.
const MOST_SVG_BYTES: usize = 256 << 10;
/// The longest side in pixels: phones unpack a picture to four bytes a pixel.
const LONGEST_SIDE: u32 = 4096;

/// What a picture's bytes say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Look {
    ending: &'static str,
    width: u32,
    height: u32,
}

struct Seen<'s> {
    bytes: &'s [u8],
    /// `None` where something is wrong with the file; it was said then.
    look: Option<(MediaId, Look)>,
    used: bool,
}

/// The pictures of a course by their path.
pub struct Pictures<'s> {
    seen: BTreeMap<&'s str, Seen<'s>>,
}

/// What became of looking for a picture.
pub enum Sought {
    /// It is there and whole.
    Found(Picture),
    /// It is there, and what is wrong with it was said of its own file.
    Broken,
    /// There is no such file.
    Missing,
}

impl<'s> Pictures<'s> {
    /// Looks at every file in `media/`.
    pub fn look(source: &'s Source, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut seen = BTreeMap::new();
        for (path, bytes) in &source.files {
            if path.starts_with("media/") && path.matches('/').count() == 1 && !folder::is_litter(path) {
                let mut findings = Findings::of(path);
                let look = look(path, bytes, &mut findings).map(|look| (media_id(bytes), look));
                diagnostics.extend(findings.into_vec());
                seen.insert(path.as_str(), Seen { bytes, look, used: false });
            }
        }
        Self { seen }
    }

    /// The picture at a path, with its words; it counts as used from now on.
    pub fn find(&mut self, path: &str, alt: String) -> Sought {
        match self.seen.get_mut(path.strip_prefix("./").unwrap_or(path)) {
            None => Sought::Missing,
            Some(seen) => {
                seen.used = true;
                seen.look.map_or(Sought::Broken, |(media, Look { ending, width, height })| {
                    Sought::Found(Picture { media, ending: ending.to_owned(), alt, width, height })
                })
            }
        }
    }

    /// What some pictures weigh together, each once.
    pub fn weight(&self, pictures: &[&Picture]) -> usize {
        let wanted: BTreeSet<MediaId> = pictures.iter().map(|picture| picture.media).collect();
        let by_id: BTreeMap<MediaId, usize> =
            self.seen.values().filter_map(|seen| Some((seen.look?.0, seen.bytes.len()))).collect();
        wanted.iter().filter_map(|id| by_id.get(id)).sum()
    }

    /// Says which pictures nothing shows.
    pub fn say_unused(&self, diagnostics: &mut Vec<Diagnostic>) {
        for (path, _) in self.seen.iter().filter(|(_, seen)| !seen.used) {
            let mut findings = Findings::of(path);
            let todo = format!("show it with `![what it shows]({path})`, or remove it");
            findings.say(Code::UnusedPicture, 0, "no lesson shows this picture", todo);
            diagnostics.extend(findings.into_vec());
        }
    }

    /// The pictures in use, by their hash.
    pub fn into_media(self) -> BTreeMap<MediaId, Media> {
        let used = self.seen.into_values().filter(|seen| seen.used);
        used.filter_map(|seen| {
            let (id, look) = seen.look?;
            Some((id, Media { bytes: seen.bytes.to_vec(), ending: look.ending }))
        })
        .collect()
    }
}

fn look(path: &str, bytes: &[u8], findings: &mut Findings) -> Option<Look> {
    let read = match ending_by_bytes(bytes) {
        Some(ending) if !within(ending, bytes, findings) => return None,
        Some("svg") => svg::read(bytes, findings)?,
        Some(ending) => raster::read(ending, bytes, findings)?,
        None => {
            let todo = "save the picture as SVG, PNG, JPEG or WebP";
            findings.say(Code::PictureKind, 0, "the file is no picture that phones surely show", todo);
            return None;
        }
    };
    let named = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    if named != read.ending && !(named == "jpeg" && read.ending == "jpg") {
        let what = format!("the file is named .{} but holds a .{}", shortened(&named), read.ending);
        findings.say(Code::PictureKind, 0, what, format!("rename it to .{}", read.ending));
        return None;
    }
    if !(1..=LONGEST_SIDE).contains(&read.width) || !(1..=LONGEST_SIDE).contains(&read.height) {
        let what =
            format!("the picture is {} × {} pixels; each side must be 1 to {LONGEST_SIDE}", read.width, read.height);
        findings.say(Code::PictureTooLarge, 0, what, "save it at 800 pixels or less");
        return None;
    }
    Some(read)
}

fn within(ending: &str, bytes: &[u8], findings: &mut Findings) -> bool {
    let most = if ending == "svg" { MOST_SVG_BYTES } else { MOST_RASTER_BYTES };
    if bytes.len() > most {
        let what = format!("the picture has {} kB; at most {} are taken", bytes.len() >> 10, most >> 10);
        findings.say(Code::PictureTooLarge, 0, what, "save it smaller: 800 pixels wide, WebP or simpler SVG");
    }
    bytes.len() <= most
}

fn ending_by_bytes(bytes: &[u8]) -> Option<&'static str> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some("png")
    } else if bytes.starts_with(b"\xff\xd8\xff") {
        Some("jpg")
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        Some("webp")
    } else if text.starts_with(b"<") && text.windows(4).any(|window| window == b"<svg") {
        Some("svg")
    } else {
        None
    }
}
