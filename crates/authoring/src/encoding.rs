//! From a text file's bytes to text that the readers can trust: UTF-8, composed, one kind of line end, nothing invisible.

use crate::LONGEST_TEXT;
use crate::diagnostic::{Code, Findings};
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Signs without width that web pages and chats leave in copied text: nobody sees them, and nobody could type them in an answer.
const BREAKS_NOTHING: [char; 4] = ['\u{ad}', '\u{200b}', '\u{2060}', '\u{feff}'];

/// Reads a text file. A byte order mark and any line ends are accepted; what can't be text at all gives `None`.
pub fn read_text(bytes: &[u8], findings: &mut Findings) -> Option<String> {
    if bytes.len() > LONGEST_TEXT {
        let what = format!("the file has {} kB; at most {} are read", bytes.len() >> 10, LONGEST_TEXT >> 10);
        findings.say(Code::TooLarge, 0, what, "divide it into several lessons");
        return None;
    }
    let text = utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes), findings)?;
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace(BREAKS_NOTHING, "");
    if text.trim().is_empty() {
        findings.say(Code::EmptyFile, 0, "the file is empty", "write it or delete it");
        return None;
    }
    let text = without_invisible(text, findings);
    look_for_legacy_font(&text, findings);
    let text = composed(text, findings);
    findings.number_lines(&text);
    Some(text)
}

fn utf8<'a>(bytes: &'a [u8], findings: &mut Findings) -> Option<&'a str> {
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Some(text),
        Err(error) => error,
    };
    let line = 1 + bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count();
    let what = if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        "the file is saved as UTF-16"
    } else {
        "the file is not UTF-8; it may be in an old Vietnamese encoding (TCVN3, VNI, VISCII, Windows-1258)"
    };
    let todo =
        "save it again with the encoding UTF-8; convert old Vietnamese text to Unicode first, for example with UniKey";
    findings.say(Code::NotUtf8, u32::try_from(line).unwrap_or(0), what, todo);
    None
}

/// Whether a character turns the direction of writing, by which text can be made to look like other text.
pub fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn is_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
}

fn without_invisible(text: String, findings: &mut Findings) -> String {
    if !text.contains(|c| is_control(c) || is_bidi_control(c)) {
        return text;
    }
    for (number, line) in (1..).zip(text.split('\n')) {
        say_invisible(line, number, findings);
    }
    text.chars().filter(|c| !is_control(*c) && !is_bidi_control(*c)).collect()
}

fn say_invisible(text: &str, line: u32, findings: &mut Findings) {
    if let Some(c) = text.chars().find(|c| is_control(*c)) {
        let what = format!("the line has an invisible control character (U+{:04X})", u32::from(c));
        findings.say(Code::ControlCharacter, line, what, "type the line again");
    }
    if let Some(c) = text.chars().find(|c| is_bidi_control(*c)) {
        let what =
            format!("the line has an invisible character that turns the direction of writing (U+{:04X})", u32::from(c));
        findings.say(Code::BidiControl, line, what, "type the line again");
    }
}

/// The same for text in which Markdown has turned entities into what they stand for: `&rlm;` and `&#x202e;` are no letters of the file.
pub fn visible(text: &str, line: u32, findings: &mut Findings) -> String {
    say_invisible(text, line, findings);
    let hidden = |c: char| is_control(c) || is_bidi_control(c) || BREAKS_NOTHING.contains(&c);
    text.chars().filter(|c| !hidden(*c)).collect()
}

/// Text typed for a TCVN3 font (.VnTime and others) shows, as Unicode, signs in the middle of words: `ng©n hµng`.
fn look_for_legacy_font(text: &str, findings: &mut Findings) {
    let in_word = |line: &str| {
        let chars: Vec<char> = line.chars().collect();
        let sign = |c: char| matches!(c, '\u{a1}'..='\u{b6}' | '\u{b8}'..='\u{bf}');
        let count = |w: &&[char]| w[0].is_alphabetic() && sign(w[1]) && w[2].is_alphabetic();
        chars.windows(3).filter(count).count()
    };
    let counts: Vec<usize> = text.lines().map(in_word).collect();
    if counts.iter().sum::<usize>() >= 3 {
        let line = counts.iter().position(|count| *count > 0).unwrap_or(0) + 1;
        let what = "the text looks as if it was typed for a TCVN3 font such as .VnTime";
        let todo = "convert it to Unicode, for example with UniKey, and save it as UTF-8";
        findings.say(Code::LegacyFont, u32::try_from(line).unwrap_or(0), what, todo);
    }
}

fn composed(text: String, findings: &mut Findings) -> String {
    if is_nfc(&text) {
        return text;
    }
    let line = text.split('\n').position(|line| !is_nfc(line)).unwrap_or(0) + 1;
    let what = "letters and their marks are written apart (NFD); they were put together";
    let todo = "save the file with composed letters (NFC); most keyboards write them so";
    findings.say(Code::NotComposed, u32::try_from(line).unwrap_or(0), what, todo);
    text.nfc().collect()
}
