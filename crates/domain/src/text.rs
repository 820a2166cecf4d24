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
