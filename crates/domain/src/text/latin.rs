//! Latin letters and their marks: taking a letter apart and putting it together again, as Unicode does (NFD, NFC).
//!
//! Not all of Unicode: the letters of Vietnamese, Jrai, Bahnar and Europe, U+00C0–U+017F and U+1EA0–U+1EF9. Tables of the whole of
//! Unicode were a quarter of what a phone downloads (55 kB); a test holds these against them, letter by letter.

/// For each combining mark: letters without it, each followed by the letter with it.
const MARKS: [(char, &str); 16] = [
    ('\u{300}', "AÀEÈIÌOÒUÙaàeèiìoòuùÂẦâầĂẰăằÊỀêềÔỒôồƠỜơờƯỪưừYỲyỳ"),
    ('\u{301}', "AÁEÉIÍOÓUÚYÝaáeéiíoóuúyýCĆcćLĹlĺNŃnńRŔrŕSŚsśZŹzźÂẤâấĂẮăắÊẾêếÔỐôốƠỚơớƯỨưứ"),
    ('\u{302}', "AÂEÊIÎOÔUÛaâeêiîoôuûCĈcĉGĜgĝHĤhĥJĴjĵSŜsŝWŴwŵYŶyŷẠẬạậẸỆẹệỌỘọộ"),
    ('\u{303}', "AÃNÑOÕaãnñoõIĨiĩUŨuũÂẪâẫĂẴăẵEẼeẽÊỄêễÔỖôỗƠỠơỡƯỮưữYỸyỹ"),
    ('\u{304}', "AĀaāEĒeēIĪiīOŌoōUŪuū"),
    ('\u{306}', "AĂaăEĔeĕGĞgğIĬiĭOŎoŏUŬuŭẠẶạặ"),
    ('\u{307}', "CĊcċEĖeėGĠgġIİZŻzż"),
    ('\u{308}', "AÄEËIÏOÖUÜaäeëiïoöuüyÿYŸ"),
    ('\u{309}', "AẢaảÂẨâẩĂẲăẳEẺeẻÊỂêểIỈiỉOỎoỏÔỔôổƠỞơởUỦuủƯỬưửYỶyỷ"),
    ('\u{30a}', "AÅaåUŮuů"),
    ('\u{30b}', "OŐoőUŰuű"),
    ('\u{30c}', "CČcčDĎdďEĚeěLĽlľNŇnňRŘrřSŠsšTŤtťZŽzž"),
    ('\u{31b}', "OƠoơUƯuư"),
    ('\u{323}', "AẠaạEẸeẹIỊiịOỌoọƠỢơợUỤuụƯỰưựYỴyỵ"),
    ('\u{327}', "CÇcçGĢgģKĶkķLĻlļNŅnņRŖrŗSŞsşTŢtţ"),
    ('\u{328}', "AĄaąEĘeęIĮiįUŲuų"),
];

/// Combining marks are reordered by class: those of one class keep their order (Unicode, canonical combining class).
fn class(mark: char) -> u8 {
    match mark {
        '\u{31b}' => 216,
        '\u{327}' | '\u{328}' => 202,
        '\u{323}'..='\u{326}' => 220,
        _ => 230,
    }
}

/// Whether it is a mark that combines with the letter before it.
pub(super) const fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

/// Takes every letter apart; marks stand in Unicode's order.
pub(super) fn apart(text: &str) -> Vec<char> {
    let mut letters = Vec::with_capacity(text.len());
    for letter in text.chars() {
        take_apart(letter, &mut letters);
    }
    // An insertion sort of each run of marks: runs are one or two long.
    for end in 1..letters.len() {
        let mut at = end;
        while at > 0 && is_mark(letters[at]) && is_mark(letters[at - 1]) && class(letters[at - 1]) > class(letters[at])
        {
            letters.swap(at - 1, at);
            at -= 1;
        }
    }
    letters
}

fn take_apart(letter: char, into: &mut Vec<char>) {
    if letter >= '\u{c0}' {
        for (mark, pairs) in MARKS {
            let mut pairs = pairs.chars();
            while let (Some(bare), Some(marked)) = (pairs.next(), pairs.next()) {
                if marked == letter {
                    take_apart(bare, into);
                    into.push(mark);
                    return;
                }
            }
        }
    }
    into.push(letter);
}

/// Puts letters and marks together again.
pub(super) fn together(letters: &[char]) -> String {
    let mut composed: Vec<char> = Vec::with_capacity(letters.len());
    let mut starter = None;
    let mut last_class = 0;
    for &letter in letters {
        let class = if is_mark(letter) { class(letter) } else { 0 };
        let open = starter.filter(|_| class > last_class || last_class == 0);
        let joined = open.and_then(|at: usize| Some((at, with_mark(composed[at], letter)?)));
        if let Some((at, joined)) = joined {
            composed[at] = joined;
            continue;
        }
        if class == 0 {
            starter = Some(composed.len());
        }
        last_class = class;
        composed.push(letter);
    }
    composed.into_iter().collect()
}

fn with_mark(letter: char, wanted: char) -> Option<char> {
    let (_, pairs) = MARKS.iter().find(|(mark, _)| *mark == wanted)?;
    let mut pairs = pairs.chars();
    while let (Some(bare), Some(marked)) = (pairs.next(), pairs.next()) {
        if bare == letter {
            return Some(marked);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    fn letters() -> impl Strategy<Value = char> {
        let mut all: Vec<char> = MARKS.iter().flat_map(|(mark, pairs)| pairs.chars().chain([*mark])).collect();
        all.extend("aăâbcdđeêghiklmnoôơpqrstuưvxyz ,.0".chars());
        prop::sample::select(all)
    }

    #[test]
    fn every_letter_of_the_tables_is_taken_apart_and_put_together_as_unicode_does() {
        for letter in ('\u{c0}'..='\u{17f}').chain('\u{1ea0}'..='\u{1ef9}').chain("ƠơƯư".chars()) {
            let text = letter.to_string();
            assert_eq!(apart(&text), text.nfd().collect::<Vec<_>>(), "{letter:?}");
            assert_eq!(together(&apart(&text)), text.nfc().collect::<String>(), "{letter:?}");
        }
    }

    proptest! {
        #[test]
        fn any_mixture_of_letters_and_marks_comes_out_as_in_unicode(letters in prop::collection::vec(letters(), 0..12)) {
            let text: String = letters.into_iter().collect();
            prop_assert_eq!(apart(&text), text.nfd().collect::<Vec<_>>());
            prop_assert_eq!(together(&apart(&text)).nfd().collect::<Vec<_>>(), text.nfd().collect::<Vec<_>>());
            let composed: String = text.nfc().collect();
            // Unicode has letters (`Ṡ`) that the tables leave apart.
            if composed.chars().all(|c| c < '\u{180}' || is_mark(c) || apart(&c.to_string()).len() > 1) {
                prop_assert_eq!(together(&apart(&text)), composed);
            }
        }
    }
}
