//! Comparing Vietnamese text as a kind teacher would: one letter is one letter however a keyboard spelled it.
//!
//! Not a search engine and not a tokenizer: two foldings, used for answers and for names of places.

mod latin;

use latin::{apart, is_mark, together};

/// Folds what never matters in an answer: Unicode composition (NFC), case, runs of white space, punctuation at the ends.
///
/// Two keyboards may spell `ế` in up to four ways; all fold to the same text.
#[must_use]
pub fn fold(text: &str) -> String {
    let composed: String = together(&apart(text)).chars().flat_map(char::to_lowercase).collect();
    let words: Vec<&str> = composed.split_whitespace().collect();
    let joined = words.join(" ");
    let bare =
        joined.trim_matches(|c: char| c.is_ascii_punctuation() || matches!(c, '…' | '“' | '”' | '‘' | '’' | '–' | ' '));
    together(&apart(bare))
}

/// [`fold`], and drops the Vietnamese marks too: `Vĩnh Sơn` becomes `vinh son`, `Đắk` becomes `dak`.
#[must_use]
pub fn fold_marks(text: &str) -> String {
    let bare: String = apart(text).into_iter().filter(|letter| !is_mark(*letter)).collect();
    fold(&bare).replace('đ', "d")
}

/// The same text with every letter as one character where Unicode has one (NFC, for Latin letters).
#[must_use]
pub fn composed(text: &str) -> String {
    together(&apart(text))
}

/// Whether a character changes how others are read or is not seen at all: controls, overrides of the reading direction, blanks
/// without width. Two names that look alike must be alike. The joiner of emoji (U+200D) and their style (U+FE0F) are none.
#[must_use]
pub fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180e}'
            | '\u{200b}' | '\u{200c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{fe00}'..='\u{fe0e}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_same_word_from_two_keyboards_folds_to_one() {
        assert_eq!(fold("Tiê\u{301}ng  Việt."), fold("tiếng Vie\u{323}\u{302}t"));
        assert_eq!(fold("  “Mã OTP!” "), "mã otp");
    }

    #[test]
    fn marks_are_dropped_only_when_asked() {
        assert_ne!(fold("ma"), fold("mã"));
        assert_eq!(fold_marks("Vĩnh Sơn"), "vinh son");
        assert_eq!(fold_marks("ĐẮK ĐOA"), "dak doa");
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing_more(text in "\\PC{0,40}") {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
            prop_assert_eq!(fold_marks(&fold_marks(&text)), fold_marks(&text));
        }
    }
}
