//! What can be found wrong in an author's files: a closed set of codes, and the list into which one file's findings go.

use domain::api::{Diagnostic, Severity};

/// The most findings told of one file; nobody reads more at once.
const MOST_A_FILE: usize = 50;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $severity:ident;)*) => {
        /// The rules, each with its word and severity. The words are stable.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[$doc])* $name,)*
        }

        impl Code {
            /// All rules.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The word for machines.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word),* }
            }

            /// Whether publishing refuses.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity),* }
            }
        }
    };
}

codes! {
    // The archive.
    /// It is no zip file that can be read.
    ArchiveUnreadable = "archive-unreadable", Error;
    /// It, or what it unpacks to, is too large.
    ArchiveTooLarge = "archive-too-large", Error;
    /// It unpacks to far more than a course can need.
    ArchiveRatio = "archive-ratio", Error;
    /// A file in it is locked with a password.
    ArchiveEncrypted = "archive-encrypted", Error;
    /// It contains a link instead of a file.
    ArchiveLink = "archive-link", Error;
    /// A path in it climbs out or is absolute.
    UnsafePath = "unsafe-path", Error;
    /// Two files have one name.
    DuplicateFile = "duplicate-file", Error;
    /// A file's name is not UTF-8.
    NameNotUtf8 = "name-not-utf8", Error;
    // The folder.
    /// Too many files, chapters, lessons or activities.
    TooMany = "too-many", Error;
    /// There is no `course.toml`.
    NoCourse = "no-course", Error;
    /// A file that nothing uses.
    UnknownFile = "unknown-file", Warning;
    /// A lesson's file name says no number or no known language.
    FileName = "file-name", Error;
    /// Two lessons of a chapter have one number.
    DuplicateNumber = "duplicate-number", Error;
    /// A folder with lessons is not among the chapters.
    ChapterNotListed = "chapter-not-listed", Error;
    /// A chapter names a folder that can't be one.
    BadFolder = "bad-folder", Error;
    /// A chapter has no lessons.
    EmptyChapter = "empty-chapter", Error;
    // Any text.
    /// Nothing in the file.
    EmptyFile = "empty-file", Error;
    /// The file is too large to be read.
    TooLarge = "too-large", Error;
    /// The bytes are not UTF-8.
    NotUtf8 = "not-utf8", Error;
    /// The text was typed for an old Vietnamese font.
    LegacyFont = "legacy-font", Error;
    /// Invisible control characters.
    ControlCharacter = "control-character", Error;
    /// Invisible characters that turn the direction of writing.
    BidiControl = "bidi-control", Error;
    /// Letters and marks are written apart.
    NotComposed = "not-composed", Warning;
    // Fields.
    /// TOML that can't be read.
    TomlSyntax = "toml-syntax", Error;
    /// A required field is missing.
    MissingField = "missing-field", Error;
    /// A field that nobody reads.
    UnknownField = "unknown-field", Error;
    /// A field of the wrong type.
    WrongType = "wrong-type", Error;
    /// A field or title with nothing in it.
    EmptyField = "empty-field", Error;
    /// A text that is too long for its place.
    TooLong = "too-long", Error;
    /// A number or count outside its bounds.
    OutOfRange = "out-of-range", Error;
    /// An identifier that is none.
    BadId = "bad-id", Error;
    /// An identifier used twice.
    DuplicateId = "duplicate-id", Error;
    /// A language that the program does not have.
    UnknownLanguage = "unknown-language", Error;
    /// No DigComp code.
    UnknownCompetence = "unknown-competence", Error;
    // The lesson.
    /// The file does not begin with `+++`.
    NoFrontMatter = "no-front-matter", Error;
    /// The second `+++` is missing.
    FrontMatterUnclosed = "front-matter-unclosed", Error;
    /// Text before the first activity.
    TextBeforeHeading = "text-before-heading", Error;
    /// A lesson without activities.
    NoActivities = "no-activities", Error;
    /// An activity without an identifier.
    MissingId = "missing-id", Error;
    /// A heading of another level, or inside something.
    WrongHeading = "wrong-heading", Error;
    /// A class that names no kind of item.
    UnknownClass = "unknown-class", Error;
    /// An attribute that means nothing here.
    UnknownAttribute = "unknown-attribute", Error;
    /// An attribute with a value that it can't have.
    BadAttribute = "bad-attribute", Error;
    /// An activity with nothing in it.
    EmptyActivity = "empty-activity", Error;
    /// A lesson that weighs too much.
    LessonTooHeavy = "lesson-too-heavy", Warning;
    // The prose.
    /// HTML.
    RawHtml = "raw-html", Error;
    /// A link that could run something or leads nowhere.
    UnsafeLink = "unsafe-link", Error;
    /// A link that says nothing.
    EmptyLink = "empty-link", Error;
    /// A block of code, mostly an accident of indentation.
    CodeBlock = "code-block", Error;
    /// A fence that is never closed.
    UnclosedFence = "unclosed-fence", Error;
    /// Markdown that lessons don't have.
    UnsupportedMarkup = "unsupported-markup", Error;
    /// Things inside things inside things.
    TooDeep = "too-deep", Error;
    /// A picture in the middle of text.
    PictureInText = "picture-in-text", Error;
    /// A table outside a matching.
    TableOutsideMatching = "table-outside-matching", Error;
    /// A list with boxes where it is no item.
    BoxOutsideItem = "box-outside-item", Error;
    /// A hint or explanation where there is nothing to answer.
    NoteOutsideItem = "note-outside-item", Error;
    /// A box, heading, note or link that is not quite written as one, so that it would be shown as text or not at all.
    MarkMissed = "mark-missed", Error;
    /// A note of a sort that means nothing here.
    UnknownNote = "unknown-note", Error;
    // Items.
    /// Nothing is marked right.
    NoKey = "no-key", Error;
    /// More than one list or table that could be the key.
    TwoKeys = "two-keys", Error;
    /// Some entries have a box and some have none.
    BoxMissing = "box-missing", Error;
    /// Text after what is answered.
    TextAfterItem = "text-after-item", Error;
    /// A quote that was meant as feedback and is not indented.
    FeedbackNotIndented = "feedback-not-indented", Error;
    /// Feedback where none is ever shown.
    FeedbackMisplaced = "feedback-misplaced", Error;
    /// An option or expected mistake without feedback.
    NoFeedback = "no-feedback", Warning;
    /// `.ordering` without a numbered list.
    NoNumberedList = "no-numbered-list", Error;
    /// `.matching` without a table.
    NoTable = "no-table", Error;
    /// A table or row that has not two columns.
    NotTwoColumns = "not-two-columns", Error;
    /// `.text` without a list of accepted answers.
    NoAnswers = "no-answers", Error;
    /// An accepted answer that is more than a line of text.
    AnswerNotPlain = "answer-not-plain", Error;
    /// A choice that breaks a rule of its kind.
    BadChoice = "bad-choice", Error;
    /// An ordering that breaks a rule of its kind.
    BadOrdering = "bad-ordering", Error;
    /// A matching that breaks a rule of its kind.
    BadMatching = "bad-matching", Error;
    /// A text entry that breaks a rule of its kind.
    BadText = "bad-text", Error;
    /// A grouping that can't be sorted.
    BadGrouping = "bad-grouping", Error;
    /// A text with gaps that can't be filled.
    BadGaps = "bad-gaps", Error;
    /// A picture whose areas can't be tapped.
    BadHotspot = "bad-hotspot", Error;
    /// A text to inspect whose parts are not clear.
    BadInspect = "bad-inspect", Error;
    /// A dialogue that doesn't come to an end.
    BadDialogue = "bad-dialogue", Error;
    /// A practice that can't be done.
    BadPractice = "bad-practice", Error;
    /// A practice in which nothing can go wrong.
    NothingWrong = "nothing-wrong", Warning;
    // Pools: the course check and placement.
    /// Something to read among the items of a pool.
    PoolHasReading = "pool-has-reading", Error;
    /// A pool with too few items for what is drawn from it.
    PoolTooSmall = "pool-too-small", Error;
    /// A course check that does not end its course.
    CheckNotLast = "check-not-last", Error;
    /// A placement that is built otherwise than as one pool.
    BadPlacement = "bad-placement", Error;
    /// A placement pool that says little of an area or a difficulty.
    PoolUneven = "pool-uneven", Warning;
    // Pictures.
    /// A picture that is not there.
    MissingPicture = "missing-picture", Error;
    /// A picture without words for those who don't see it.
    MissingAlt = "missing-alt", Error;
    /// A picture that nothing shows.
    UnusedPicture = "unused-picture", Warning;
    /// A file that is no SVG, PNG, JPEG or WebP, or is named as another.
    PictureKind = "picture-kind", Error;
    /// A picture that can't be read to its end.
    PictureBroken = "picture-broken", Error;
    /// A picture of too many bytes or pixels.
    PictureTooLarge = "picture-too-large", Error;
    /// A photo that may tell where and when it was taken.
    PictureMetadata = "picture-metadata", Warning;
    /// An SVG that could run or load something.
    UnsafeSvg = "unsafe-svg", Error;
    // Clips.
    /// A folder of clips in a language that none are in.
    UnknownVoice = "unknown-voice", Error;
    /// A file among clips that is not named as they are.
    ClipName = "clip-name", Error;
    /// A clip that is no sound, or cut off.
    ClipBroken = "clip-broken", Error;
    /// A clip of too many bytes.
    ClipTooLarge = "clip-too-large", Error;
    /// A clip of a text that the course doesn't have, or not any more.
    ClipWithoutText = "clip-without-text", Warning;
    /// Texts without a clip in a language that has some.
    TextWithoutClip = "text-without-clip", Warning;
    // Translations.
    /// A file has no translation while others have.
    MissingTranslation = "missing-translation", Warning;
    /// A translation without its original.
    NoOriginal = "no-original", Error;
    /// A translation that is built otherwise than its original.
    TranslationDiffers = "translation-differs", Error;
    /// A translation whose original was changed after it.
    TranslationOlder = "translation-older", Warning;
    // The craft.
    /// A sentence too long to be read in one breath.
    LongSentence = "long-sentence", Warning;
    /// Many words that a learner can't sound out.
    LongWords = "long-words", Warning;
    /// An option that says nothing of its own.
    HollowOption = "hollow-option", Warning;
    /// A key that its length gives away.
    KeyStandsOut = "key-stands-out", Warning;
    /// Keys that stand in the same place too often.
    KeyPlace = "key-place", Warning;
    /// The same feedback for different mistakes.
    RepeatedFeedback = "repeated-feedback", Warning;
    /// A hard item without a hint.
    NoHint = "no-hint", Warning;
    /// An item after which nothing is said.
    NothingSaid = "nothing-said", Warning;
    /// A competence that no item asks for.
    CompetenceNotAssessed = "competence-not-assessed", Warning;
    /// A silence for a rule that is none, or that can't be silenced.
    BadSilence = "bad-silence", Error;
    /// A silence that silences nothing.
    SilenceUnused = "silence-unused", Warning;
    /// There is more than is told.
    MoreFindings = "more-findings", Error;
}

/// What is found in one file. Knows the file's lines, so that places may be given as offsets.
#[derive(Debug, Default)]
pub struct Findings {
    file: String,
    line_starts: Vec<usize>,
    found: Vec<Diagnostic>,
}

impl Findings {
    /// Nothing yet, of the file of that path.
    #[must_use]
    pub fn of(file: &str) -> Self {
        Self { file: file.to_owned(), ..Self::default() }
    }

    /// Learns where the lines of the file's text begin.
    pub fn number_lines(&mut self, text: &str) {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        self.line_starts = breaks.map(|(at, _)| at + 1).collect();
    }

    /// The line, from 1, in which an offset stands.
    #[must_use]
    pub fn line(&self, offset: usize) -> u32 {
        let before = self.line_starts.partition_point(|start| *start <= offset);
        u32::try_from(before + 1).unwrap_or(u32::MAX)
    }

    /// Notes something, unless the file has enough findings already.
    pub fn say(&mut self, code: Code, line: u32, what: impl Into<String>, todo: impl Into<String>) {
        if self.found.len() < MOST_A_FILE {
            self.push(code, line, what.into(), todo.into());
        } else if self.found.len() == MOST_A_FILE {
            let what = format!("there is more than the {MOST_A_FILE} findings told");
            self.push(Code::MoreFindings, line, what, "mend these first, then check again".into());
        }
    }

    fn push(&mut self, code: Code, line: u32, what: String, todo: String) {
        let (file, severity, code) = (self.file.clone(), code.severity(), code.word().to_owned());
        self.found.push(Diagnostic { file, line, severity, code, what, todo });
    }

    /// How many things were found so far.
    #[must_use]
    pub fn count(&self) -> usize {
        self.found.len()
    }

    /// What was found.
    #[must_use]
    pub fn into_vec(self) -> Vec<Diagnostic> {
        self.found
    }
}

/// Something an author wrote, short enough for a message and without what can't be seen.
#[must_use]
pub fn shortened(text: &str) -> String {
    let visible = |c: &char| !c.is_control() && !crate::encoding::is_bidi_control(*c);
    let mut short: String = text.chars().filter(visible).take(40).collect();
    if text.chars().nth(40).is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_code_is_one_kebab_word_of_its_own() {
        let words: BTreeSet<&str> = Code::ALL.iter().map(|code| code.word()).collect();
        assert_eq!(words.len(), Code::ALL.len());
        assert!(words.iter().all(|word| domain::id::is_slug(word)));
    }

    #[test]
    fn an_offset_stands_in_its_line() {
        let mut findings = Findings::of("a.md");
        findings.number_lines("ab\n\nc");
        assert_eq!([0, 2, 3, 4, 5, 99].map(|at| findings.line(at)), [1, 1, 2, 3, 3, 3]);
    }

    #[test]
    fn a_file_tells_no_more_than_it_may() {
        let mut findings = Findings::of("a.md");
        (0..1000).for_each(|_| findings.say(Code::RawHtml, 1, "", ""));
        assert_eq!(findings.into_vec().len(), MOST_A_FILE + 1);
    }
}
