//! Codes by which a learner gets to another phone: a short one for today, the one of the recovery card, and one that a trainer
//! keeps, which looks like a card's; what it opens, and when, the server knows ([`crate::api::HandoverKind`]).
//!
//! Whoever knows the code can find what was left with the server under its [`Code::finder`] and open it: the learner's secret,
//! sealed. The server sees neither code nor secret. Symbols are Crockford's base 32: no letter looks like a digit, and what is
//! typed in small letters, with O for 0 or I for 1, is read all the same.

use crate::edition::sha256;
use crate::id::unhex;

const SYMBOLS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How many symbols of a short code are drawn: 55 bits, for ten minutes.
pub const SHORT_DRAWN: usize = 11;
/// How many symbols of a card's or a trainer's code are drawn: 130 bits, for as long as the card is kept.
pub const CARD_DRAWN: usize = 26;
/// How many symbols stand together when a code is written for people.
const GROUP: usize = 4;

/// A code, without the hyphens between its groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code(String);

/// Why a text is no code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeFault {
    /// Too short or too long: 12 symbols, or 28 on a card.
    Length,
    /// A symbol is wrong: mistyped, most likely.
    Symbol,
}

impl Code {
    /// A short code from bytes that the caller has drawn.
    #[must_use]
    pub fn short(drawn: [u8; SHORT_DRAWN]) -> Self {
        Self::of(&drawn, 1)
    }

    /// The code of a recovery card, or one for a trainer to keep, from bytes that the caller has drawn.
    #[must_use]
    pub fn card(drawn: [u8; CARD_DRAWN]) -> Self {
        Self::of(&drawn, 2)
    }

    fn of(drawn: &[u8], checks: usize) -> Self {
        let mut text: String = drawn.iter().map(|byte| symbol(*byte)).collect();
        let sum = sha256(text.as_bytes());
        text.extend(sum.iter().take(checks).map(|byte| symbol(*byte)));
        Self(text)
    }

    /// Reads what was typed or scanned; hyphens, blanks and small letters don't matter.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(typed: &str) -> Result<Self, CodeFault> {
        let kept = typed.chars().filter(|letter| !letter.is_whitespace() && !matches!(letter, '-' | '–' | '‑' | '.'));
        let values: Option<Vec<u8>> = kept.map(value).collect();
        let values = values.ok_or(CodeFault::Symbol)?;
        let checks = match values.len() {
            12 => 1,
            28 => 2,
            _ => return Err(CodeFault::Length),
        };
        let code = Self::of(&values[..values.len() - checks], checks);
        let same = values.iter().zip(code.0.chars()).all(|(value, written)| symbol(*value) == written);
        if same { Ok(code) } else { Err(CodeFault::Symbol) }
    }

    /// Whether it is as long as that of a recovery card.
    #[must_use]
    pub fn is_card(&self) -> bool {
        self.0.len() > CARD_DRAWN
    }

    /// As people read it: `7K2M-QXTA-…`.
    #[must_use]
    pub fn grouped(&self) -> String {
        let mut text = String::new();
        for (at, symbol) in self.0.chars().enumerate() {
            if at > 0 && at % GROUP == 0 {
                text.push('-');
            }
            text.push(symbol);
        }
        text
    }

    /// Under which name the server keeps what belongs to it; 64 hexadecimal digits that don't give the code away.
    #[must_use]
    pub fn finder(&self) -> String {
        digits(&self.derived("finder"))
    }

    /// Seals a learner's secret (64 hexadecimal digits), or opens what was sealed; `None` for anything else. Secret and seal
    /// are 256 bits each, and a code seals one secret only.
    #[must_use]
    pub fn seal(&self, secret: &str) -> Option<String> {
        let (mut bytes, seal) = (unhex::<32>(secret)?, self.derived("seal"));
        bytes.iter_mut().zip(seal).for_each(|(byte, seal)| *byte ^= seal);
        Some(digits(&bytes))
    }

    fn derived(&self, what: &str) -> [u8; 32] {
        sha256(format!("congdanso {what} {}", self.0).as_bytes())
    }
}

fn symbol(byte: u8) -> char {
    char::from(SYMBOLS[usize::from(byte & 31)])
}

fn value(letter: char) -> Option<u8> {
    let letter = match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        letter => letter,
    };
    let place = SYMBOLS.iter().position(|symbol| char::from(*symbol) == letter)?;
    u8::try_from(place).ok()
}

fn digits(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SECRET: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    #[test]
    fn what_is_typed_carelessly_is_the_same_code() {
        let code = Code::short([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 31]);
        assert_eq!(code.grouped().len(), 14);
        let careless = code.grouped().replace('0', "o").replace('1', "l").to_lowercase().replace('-', " ");
        assert_eq!(Code::read(&careless), Ok(code));
    }

    #[test]
    fn a_card_holds_130_bits_and_a_short_code_55() {
        assert_eq!(Code::card([7; CARD_DRAWN]).grouped().replace('-', "").len(), 28);
        assert!(Code::card([7; CARD_DRAWN]).is_card() && !Code::short([7; SHORT_DRAWN]).is_card());
    }

    #[test]
    fn what_is_no_code_is_refused_with_its_reason() {
        for (typed, fault) in [
            ("", CodeFault::Length),
            ("0123-4567", CodeFault::Length),
            ("UUUU-UUUU-UUUU", CodeFault::Symbol),
            ("01234567 89ÀB", CodeFault::Symbol),
        ] {
            assert_eq!(Code::read(typed), Err(fault), "{typed:?}");
        }
    }

    #[test]
    fn the_seal_opens_with_its_own_code_only() {
        let (code, other) = (Code::card([1; CARD_DRAWN]), Code::card([2; CARD_DRAWN]));
        let sealed = code.seal(SECRET).unwrap();
        assert_eq!(code.seal(&sealed).as_deref(), Some(SECRET));
        assert_ne!(other.seal(&sealed).as_deref(), Some(SECRET));
        assert_ne!(code.finder(), other.finder());
        assert_eq!(code.seal("abc"), None);
    }

    proptest! {
        #[test]
        fn a_code_reads_back_and_most_slips_of_one_symbol_are_noticed(drawn: [u8; CARD_DRAWN], at in 0_usize..CARD_DRAWN, by in 1_u8..32) {
            let code = Code::card(drawn);
            prop_assert_eq!(Code::read(&code.grouped()), Ok(code.clone()));
            let mut slipped = drawn;
            slipped[at] = (slipped[at] & 31) ^ by;
            // The slip with the old checks: refused, or (once in a thousand) taken for another code.
            let text = Code::card(slipped).0[..CARD_DRAWN].to_owned() + &code.0[CARD_DRAWN..];
            if let Ok(read) = Code::read(&text) {
                prop_assert_ne!(read, code);
            }
        }
    }
}
