//! Clips: which file of `voice/` is the sound of which text, whether it is sound at all, and which texts have none. Reads bytes; plays
//! and makes nothing.
//!
//! `voice/<language>/<clip key>.opus` is a person's recording, `….synthetic.opus` a machine's speech (`cargo xtask voice`), which is
//! used only where nobody has recorded the text. Which texts are heard, and what their keys are, says [`domain::voice`].

use crate::diagnostic::{Code, Findings, shortened};
use crate::{Draft, Media, Source, folder};
use domain::api::{Diagnostic, Severity};
use domain::course::Course;
use domain::edition::media_id;
use domain::voice::{ClipIndex, SPOKEN, Spoken, Voice, clip_key, utterances};
use std::collections::BTreeMap;

/// The largest clip in bytes: a hundred seconds at 16 kbit/s.
const MOST_BYTES: usize = 200_000;
/// The most clips in a language.
pub const MOST_CLIPS: usize = 4_000;
/// The most files of a language told one by one, for each thing that can be wrong with them.
const MOST_TOLD: usize = 50;

/// Who speaks in a clip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// A person.
    Recorded,
    /// A machine.
    Synthetic,
}

/// A text of a course that nobody has recorded yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unrecorded {
    /// The language in which it would be heard.
    pub language: &'static str,
    /// What the recording's file is named by.
    pub key: String,
    /// The text.
    pub text: String,
    /// Whether a machine speaks it meanwhile.
    pub synthetic: bool,
}

struct Clip<'s> {
    path: &'s str,
    bytes: &'s [u8],
    origin: Origin,
}

/// The clips of a course by language and key.
pub struct Clips<'s> {
    found: BTreeMap<&'static str, BTreeMap<&'s str, Clip<'s>>>,
}

impl<'s> Clips<'s> {
    /// Looks at every file in `voice/`.
    pub fn look(source: &'s Source, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut found: BTreeMap<_, BTreeMap<&str, Clip>> = BTreeMap::new();
        let mut told = Told::default();
        for (path, bytes) in
            source.files.range("voice/".to_owned()..).take_while(|(path, _)| path.starts_with("voice/"))
        {
            if folder::is_litter(path) {
                continue;
            }
            match look(path, bytes) {
                Ok((language, key, clip)) => {
                    let of_language = found.entry(language).or_default();
                    // By its name a recording comes first: where there is one, the machine's is passed over.
                    if of_language.len() < MOST_CLIPS || of_language.contains_key(key) {
                        of_language.entry(key).or_insert(clip);
                    } else {
                        let what = format!("a course has at most {MOST_CLIPS} clips in a language");
                        told.say(&format!("voice/{language}"), Code::TooMany, what, "divide it into several courses");
                    }
                }
                Err((file, code, what, todo)) => told.say(&file, code, what, todo),
            }
        }
        diagnostics.extend(told.into_vec());
        Self { found }
    }

    /// Gives each course the voices of its language, and the draft their clips and indexes. Where the courses were read without an
    /// error, so that no text of theirs is missing, says which clips have no text and how many texts have no clip.
    pub fn give(self, draft: &mut Draft, diagnostics: &mut Vec<Diagnostic>) {
        let whole = diagnostics.iter().all(|found| found.severity != Severity::Error);
        for (spoken, clips) in SPOKEN.iter().filter_map(|spoken| Some((spoken, self.found.get(spoken.tag)?))) {
            let mut told = Told::default();
            match draft.courses.iter_mut().find(|course| course.language == spoken.of) {
                Some(course) => {
                    let used = voice(*spoken, clips, course, &mut draft.media);
                    if whole {
                        compare(*spoken, clips, &used, &utterances(course), &mut told);
                    }
                    let origin = |key: &&String| clips.get(key.as_str()).map(|clip| clip.origin);
                    let origins = used.keys().filter_map(|key| Some((key.clone(), origin(&key)?)));
                    draft.clips.insert(spoken.tag, origins.collect());
                }
                None if whole => {
                    let (folder, of) = (format!("voice/{}", spoken.tag), spoken.of.tag());
                    let what = format!("the course has no edition in the language of these clips' texts ({of})");
                    told.say(&folder, Code::ClipWithoutText, what, "translate the course, or remove the folder");
                }
                None => {}
            }
            diagnostics.extend(told.into_vec());
        }
    }
}

/// What is wrong with a file: where it is told, the rule, what it is and what to do.
type Wrong = (String, Code, String, &'static str);

fn look<'s>(path: &'s str, bytes: &'s [u8]) -> Result<(&'static str, &'s str, Clip<'s>), Wrong> {
    let named = || {
        let what = "the file is not named as a clip is".to_owned();
        let todo = "name it `voice/<language>/<key>.opus`, with a key of `congdanso check … --voice`; or remove it";
        (path.to_owned(), Code::ClipName, what, todo)
    };
    let parts: Vec<&str> = path.split('/').collect();
    let &[_, language, file] = parts.as_slice() else { return Err(named()) };
    let Some(spoken) = SPOKEN.iter().find(|spoken| spoken.tag == language) else {
        let what = format!("“{}” is no language that a course can be heard in", shortened(language));
        return Err((format!("voice/{language}"), Code::UnknownVoice, what, "name the folder vi, en, jra or bdq"));
    };
    let stem = file.strip_suffix(".opus").ok_or_else(named)?;
    let (key, origin) = match stem.strip_suffix(".synthetic") {
        Some(key) => (key, Origin::Synthetic),
        None => (stem, Origin::Recorded),
    };
    if key.len() != clip_key("").len() || !key.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
        return Err(named());
    }
    if bytes.len() > MOST_BYTES {
        let what = format!("the clip has {} kB; at most {} are taken", bytes.len() / 1000, MOST_BYTES / 1000);
        return Err((path.to_owned(), Code::ClipTooLarge, what, "save it as mono with 16 kbit/s, as `opusenc` does"));
    }
    if !is_opus(bytes) {
        let what = "the file is no Opus sound in an Ogg file, or it is cut off".to_owned();
        return Err((path.to_owned(), Code::ClipBroken, what, "save it again with `opusenc`, or remove it"));
    }
    Ok((spoken.tag, key, Clip { path, bytes, origin }))
}

/// Whether bytes are Ogg pages to their end (RFC 3533) of which the first begins Opus sound (RFC 7845).
fn is_opus(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    let mut pages = 0;
    while !rest.is_empty() {
        let Some(lengths) = rest.strip_prefix(b"OggS").and_then(|_| rest.get(27..27 + usize::from(*rest.get(26)?)))
        else {
            return false;
        };
        let (begin, long) = (27 + lengths.len(), lengths.iter().map(|length| usize::from(*length)).sum::<usize>());
        let Some(page) = rest.get(begin..begin + long) else { return false };
        if pages == 0 && !page.starts_with(b"OpusHead") {
            return false;
        }
        pages += 1;
        rest = &rest[begin + long..];
    }
    // The head, what the maker says of it, and the sound.
    pages >= 3
}

/// Makes a voice of the clips that have a text; answers which those are.
fn voice(
    spoken: Spoken,
    clips: &BTreeMap<&str, Clip>,
    course: &mut Course,
    media: &mut BTreeMap<domain::id::MediaId, Media>,
) -> ClipIndex {
    let mut index = ClipIndex::new();
    let mut weights = BTreeMap::new();
    for key in utterances(course).iter().map(|text| clip_key(text)) {
        if let Some(clip) = clips.get(key.as_str()) {
            let id = media_id(clip.bytes);
            media.entry(id).or_insert_with(|| Media { bytes: clip.bytes.to_vec(), ending: "opus" });
            weights.insert(id, clip.bytes.len() as u64);
            index.insert(key, id);
        }
    }
    if !index.is_empty() {
        let bytes = domain::json::write(&index).into_bytes();
        course.voices.push(Voice {
            language: spoken.tag.to_owned(),
            clips: u32::try_from(index.len()).unwrap_or(u32::MAX),
            bytes: weights.values().sum(),
            index: media_id(&bytes),
        });
        media.insert(media_id(&bytes), Media { bytes, ending: "json" });
    }
    index
}

fn compare(spoken: Spoken, clips: &BTreeMap<&str, Clip>, used: &ClipIndex, texts: &[String], told: &mut Told) {
    for clip in clips.iter().filter(|(key, _)| !used.contains_key(**key)).map(|(_, clip)| clip) {
        let todo = match clip.origin {
            Origin::Recorded => {
                "remove it, or rename it by the key that `congdanso check … --voice` tells for its text"
            }
            Origin::Synthetic => "remove it, as `cargo xtask voice` does",
        };
        told.say(clip.path, Code::ClipWithoutText, "no text of the course has this clip".to_owned(), todo);
    }
    let (all, without) = (texts.len(), texts.len() - used.len());
    if without > 0 {
        let what = format!("{without} of {all} texts have no clip ({})", spoken.tag);
        let todo = "`congdanso check … --voice` lists them; record them, or let `cargo xtask voice` speak them";
        told.say(&format!("voice/{}", spoken.tag), Code::TextWithoutClip, what, todo);
    }
}

/// What is found in many files, each rule no more often than somebody reads.
#[derive(Default)]
struct Told {
    found: Vec<Diagnostic>,
    counts: BTreeMap<Code, usize>,
}

impl Told {
    fn say(&mut self, file: &str, code: Code, what: String, todo: &str) {
        let count = self.counts.entry(code).or_default();
        *count += 1;
        if *count <= MOST_TOLD {
            let mut findings = Findings::of(file);
            findings.say(code, 0, what, todo);
            self.found.extend(findings.into_vec());
        }
    }

    fn into_vec(mut self) -> Vec<Diagnostic> {
        for (code, count) in self.counts.into_iter().filter(|(_, count)| *count > MOST_TOLD) {
            let mut findings = Findings::of("voice");
            let what = format!("there are {} more files of which the same is to be said", count - MOST_TOLD);
            findings.say(code, 0, what, "see to those that are named first, then check again");
            self.found.extend(findings.into_vec());
        }
        self.found
    }
}

impl Draft {
    /// The texts that nobody has recorded: in one language, or in each that has clips; in the course's own where none has.
    #[must_use]
    pub fn unrecorded(&self, language: Option<&str>) -> Vec<Unrecorded> {
        let own = self.courses.first().map_or("", |course| course.language.tag());
        let wanted = |spoken: &&Spoken| match language {
            Some(language) => spoken.tag == language,
            None if self.clips.is_empty() => spoken.tag == own,
            None => self.clips.contains_key(spoken.tag),
        };
        let mut all = Vec::new();
        for spoken in SPOKEN.iter().filter(wanted) {
            let origins = self.clips.get(spoken.tag);
            for text in self.courses.iter().filter(|course| course.language == spoken.of).flat_map(utterances) {
                let key = clip_key(&text);
                let origin = origins.and_then(|origins| origins.get(&key));
                if origin != Some(&Origin::Recorded) {
                    all.push(Unrecorded { language: spoken.tag, key, text, synthetic: origin.is_some() });
                }
            }
        }
        all
    }
}
