//! What the interface says, in the reader's language: typed messages made from `locales/` by `build.rs`, and numbers,
//! sizes and dates as the reader writes them. Not what authors say: that comes with the edition.

use domain::course::Language;
use std::fmt::{Display, Write as _};
use wasm_bindgen::JsValue;

/// Every message of the interface in one language; each key of `locales/vi/*.toml` is a method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// The language spoken.
    pub language: Language,
}

include!(concat!(env!("OUT_DIR"), "/words.rs"));

impl Words {
    /// The words of a language.
    #[must_use]
    pub const fn new(language: Language) -> Self {
        Self { language }
    }

    /// A whole number with the separators of the language: `1.234` or `1,234`.
    #[must_use]
    pub fn number(self, number: u64) -> String {
        let digits = number.to_string();
        let separator = match self.language {
            Language::Vi => '.',
            Language::En => ',',
        };
        let mut text = String::new();
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                text.push(separator);
            }
            text.push(digit);
        }
        text
    }

    /// A size in kilobytes of 1000 bytes, rounded up, so that nothing weighs 0: `48 kB`; from 10,000 kB on in MB.
    #[must_use]
    pub fn size(self, bytes: u64) -> String {
        if bytes < 10_000_000 {
            format!("{} kB", self.number(bytes.div_ceil(1000)))
        } else {
            format!("{} MB", self.number(bytes.div_ceil(1_000_000)))
        }
    }

    /// A moment of the device's clock, in milliseconds since 1970, as a day and time of the reader's own zone.
    #[must_use]
    pub fn moment(self, milliseconds: i64) -> String {
        #[expect(clippy::cast_precision_loss, reason = "a date in milliseconds stays below 2^53")]
        let date = js_sys::Date::new(&JsValue::from_f64(milliseconds as f64));
        let locale = match self.language {
            Language::Vi => "vi-VN",
            Language::En => "en-GB",
        };
        let options = js_sys::Object::new();
        for (name, value) in [("dateStyle", "medium"), ("timeStyle", "short")] {
            // Setting a field of a fresh plain object can't fail.
            let _ = js_sys::Reflect::set(&options, &name.into(), &value.into());
        }
        date.to_locale_string(locale, &options).into()
    }
}

fn fill(parts: &[&dyn Display]) -> String {
    let mut text = String::new();
    for part in parts {
        // Writing to a String can't fail.
        let _ = write!(text, "{part}");
    }
    text
}

fn plural(value: &dyn Display, one: &'static str, other: &'static str) -> &'static str {
    if value.to_string() == "1" { one } else { other }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_the_reader_writes_them() {
        assert_eq!(Words::new(Language::Vi).number(1_234_567), "1.234.567");
        assert_eq!(Words::new(Language::En).number(123), "123");
        assert_eq!(Words::new(Language::Vi).size(48_001), "49 kB");
        assert_eq!(Words::new(Language::En).size(12_300_000), "13 MB");
    }

    #[test]
    fn one_minute_is_singular_where_the_language_has_a_singular() {
        assert_eq!(Words::new(Language::En).minutes(1), "1 minute");
        assert_eq!(Words::new(Language::En).minutes(2), "2 minutes");
        assert_eq!(Words::new(Language::Vi).minutes(1), "1 phút");
    }
}
