//! The competence codes of DigComp 2.2: five areas, 21 competences. Not what a learner has reached.

/// How many competences each area has, from area 1 (information) to area 5 (solving problems).
const IN_AREA: [u8; 5] = [3, 6, 4, 4, 4];

/// How many competences there are.
pub const ALL: usize = 21;
/// How many a course or lesson may name; a placement pool may name all.
pub const MOST: usize = 10;

/// What to write instead of a code that is none.
pub const RULE: &str = "use a DigComp 2.2 code: 1.1–1.3, 2.1–2.6, 3.1–3.4, 4.1–4.4 or 5.1–5.4";

/// Whether a text is a DigComp 2.2 code, as `4.2`.
pub fn is_code(text: &str) -> bool {
    let &[area @ b'1'..=b'5', b'.', number @ b'1'..=b'9'] = text.as_bytes() else { return false };
    number - b'0' <= IN_AREA[usize::from(area - b'1')]
}

#[cfg(test)]
mod tests {
    use super::is_code;

    #[test]
    fn there_are_twenty_one_codes() {
        let all = (0..100).map(|n| format!("{}.{}", n / 10, n % 10)).filter(|code| is_code(code)).count();
        assert_eq!(all, super::ALL);
        for bad in ["", "4", "4.", "4.22", "04.2", "6.1", "4,2", "1.4", "2.7"] {
            assert!(!is_code(bad), "{bad:?}");
        }
    }
}
