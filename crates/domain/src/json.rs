//! JSON as phones read and write it.
//!
//! serde_json's reader is made for every use there is: structs from arrays, keys as bytes, numbers of all sorts, and for each type
//! the words of every error. Of what a citizen's phone downloads that was more than a fifth. This reader takes the one form that the
//! program writes (objects by name, whole numbers) and, in WebAssembly, says only where it stopped. What it takes it reads as
//! serde_json does: `crates/domain/tests/json.rs` compares both over random texts. The server reads statements by it too, so both sides agree.

use serde::de::{self, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde::{Deserialize, Serialize, forward_to_deserialize_any};
use std::borrow::Cow;
use std::fmt;

/// How deep values may lie in each other.
const DEEPEST: u8 = 127;
/// By which serde_json asks for a value as it is written (`serde_json::value::RawValue`).
const RAW: &str = "$serde_json::private::RawValue";

/// Why a text couldn't be read, and how far it was read. On a phone nothing but that it couldn't: nobody there reads more, and
/// a fault without a size makes every reader shorter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonFault {
    /// How many bytes were read.
    #[cfg(not(target_arch = "wasm32"))]
    at: usize,
    #[cfg(not(target_arch = "wasm32"))]
    why: String,
}

impl fmt::Display for JsonFault {
    #[cfg(not(target_arch = "wasm32"))]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.why, self.at)
    }

    #[cfg(target_arch = "wasm32")]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unreadable")
    }
}

impl std::error::Error for JsonFault {}

#[cfg(not(target_arch = "wasm32"))]
impl de::Error for JsonFault {
    fn custom<T: fmt::Display>(why: T) -> Self {
        Self { at: 0, why: why.to_string() }
    }
}

/// Every word that is not said here is a word that isn't downloaded.
#[cfg(target_arch = "wasm32")]
impl de::Error for JsonFault {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self {}
    }
    fn invalid_type(_: de::Unexpected, _: &dyn de::Expected) -> Self {
        Self {}
    }
    fn invalid_value(_: de::Unexpected, _: &dyn de::Expected) -> Self {
        Self {}
    }
    fn invalid_length(_: usize, _: &dyn de::Expected) -> Self {
        Self {}
    }
    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self {}
    }
    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self {}
    }
    fn missing_field(_: &'static str) -> Self {
        Self {}
    }
    fn duplicate_field(_: &'static str) -> Self {
        Self {}
    }
}

/// Reads one value and nothing after it.
///
/// # Errors
/// [`JsonFault`] where the text is no JSON, or none of that type.
pub fn read<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, JsonFault> {
    let mut reader = Reader { text, at: 0, depth: 0 };
    let value = T::deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    #[cfg(not(target_arch = "wasm32"))]
    let value = value.map_err(|fault| JsonFault { at: reader.at, ..fault });
    value
}

/// The text of a noun of ours. None of them can fail to be written: no map has keys that aren't texts or numbers.
#[must_use]
pub fn write<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

struct Reader<'de> {
    text: &'de str,
    at: usize,
    depth: u8,
}

type Read<T> = Result<T, JsonFault>;

/// A fault of the text itself.
fn fault(why: &'static str) -> JsonFault {
    de::Error::custom(why)
}

impl<'de> Reader<'de> {
    fn end(&mut self) -> Read<()> {
        if self.peek() == 0 && self.at == self.text.len() { Ok(()) } else { Err(fault("more follows")) }
    }

    /// The byte here, 0 at the end.
    fn byte(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    /// The next byte that is no space, 0 at the end.
    fn peek(&mut self) -> u8 {
        while matches!(self.byte(), b' ' | b'\n' | b'\r' | b'\t') {
            self.at += 1;
        }
        self.byte()
    }

    /// Takes one sign.
    fn take(&mut self, sign: u8) -> Read<()> {
        if self.peek() != sign {
            return Err(match sign {
                b'"' => self.mismatch("a text"),
                b'{' => self.mismatch("an object"),
                b'[' => self.mismatch("a list"),
                b':' => fault("a colon is expected"),
                _ => fault("a comma is expected"),
            });
        }
        self.at += 1;
        Ok(())
    }

    /// What stands here is of another type.
    #[cfg(not(target_arch = "wasm32"))]
    fn mismatch(&self, expected: &str) -> JsonFault {
        let found = match self.byte() {
            b'"' => "string",
            b'{' => "map",
            b'[' => "sequence",
            b't' | b'f' => "boolean",
            b'n' => "null",
            b'-' | b'0'..=b'9' => "integer",
            _ => "nothing of the kind",
        };
        de::Error::custom(format_args!("invalid type: {found}, {expected} is expected"))
    }

    #[cfg(target_arch = "wasm32")]
    fn mismatch(&self, _: &str) -> JsonFault {
        fault("")
    }

    fn word(&mut self, word: &str) -> Read<()> {
        if !self.text.get(self.at..).is_some_and(|rest| rest.starts_with(word)) {
            return Err(fault("a value is expected"));
        }
        self.at += word.len();
        Ok(())
    }

    fn deeper(&mut self) -> Read<()> {
        self.depth += 1;
        if self.depth > DEEPEST { Err(fault("the text is nested too deep")) } else { Ok(()) }
    }

    /// In an object or array: whether another entry comes. The closing sign is taken.
    fn another(&mut self, first: &mut bool, close: u8) -> Read<bool> {
        let first = std::mem::replace(first, false);
        if self.peek() == close {
            self.at += 1;
            self.depth -= 1;
            return Ok(false);
        }
        if !first {
            self.take(b',')?;
        }
        Ok(true)
    }

    fn string(&mut self) -> Read<Cow<'de, str>> {
        self.take(b'"')?;
        let mut built = String::new();
        let mut start = self.at;
        loop {
            match self.byte() {
                b'"' => {
                    let rest = &self.text[start..self.at];
                    self.at += 1;
                    if built.is_empty() {
                        return Ok(Cow::Borrowed(rest));
                    }
                    built.push_str(rest);
                    return Ok(Cow::Owned(built));
                }
                b'\\' => {
                    built.push_str(&self.text[start..self.at]);
                    self.at += 1;
                    built.push(self.escaped()?);
                    start = self.at;
                }
                0..=31 => return Err(fault("a text is not closed")),
                _ => self.at += 1,
            }
        }
    }

    fn escaped(&mut self) -> Read<char> {
        let sign = self.byte();
        self.at += 1;
        Ok(match sign {
            b'"' | b'\\' | b'/' => char::from(sign),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let mut code = self.hex()?;
                if let high @ 0xd800..0xdc00 = code {
                    self.word("\\u")?;
                    let low = self.hex()?;
                    if !(0xdc00..0xe000).contains(&low) {
                        return Err(fault("half a character is escaped"));
                    }
                    code = 0x1_0000 + ((high - 0xd800) << 10 | (low - 0xdc00));
                }
                char::from_u32(code).ok_or_else(|| fault("half a character is escaped"))?
            }
            _ => return Err(fault("no such escape")),
        })
    }

    fn hex(&mut self) -> Read<u32> {
        let digits = self.text.get(self.at..self.at + 4).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()));
        let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        self.at += 4;
        code.ok_or_else(|| fault("no such escape"))
    }

    fn digits(&mut self) -> Read<()> {
        let start = self.at;
        while self.byte().is_ascii_digit() {
            self.at += 1;
        }
        if self.at == start { Err(fault("a digit is expected")) } else { Ok(()) }
    }

    /// The text of a number, and whether it is a whole one.
    fn number(&mut self) -> Read<(&'de str, bool)> {
        self.peek();
        let start = self.at;
        if !matches!(self.byte(), b'-' | b'0'..=b'9') {
            return Err(self.mismatch("a number"));
        }
        if self.byte() == b'-' {
            self.at += 1;
        }
        let zero = self.byte() == b'0';
        let first = self.at;
        self.digits()?;
        if zero && self.at > first + 1 {
            return Err(fault("a number begins with 0"));
        }
        let whole = self.at;
        if self.byte() == b'.' {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.byte(), b'e' | b'E') {
            self.at += 1;
            if matches!(self.byte(), b'+' | b'-') {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok((&self.text[start..self.at], whole == self.at))
    }

    fn skip(&mut self) -> Read<()> {
        let mut first = true;
        match self.peek() {
            b'"' => self.string().map(drop),
            b'{' => {
                self.at += 1;
                self.deeper()?;
                while self.another(&mut first, b'}')? {
                    self.string()?;
                    self.take(b':')?;
                    self.skip()?;
                }
                Ok(())
            }
            b'[' => {
                self.at += 1;
                self.deeper()?;
                while self.another(&mut first, b']')? {
                    self.skip()?;
                }
                Ok(())
            }
            b't' => self.word("true"),
            b'f' => self.word("false"),
            b'n' => self.word("null"),
            _ => self.number().map(drop),
        }
    }

    /// A value as it is written.
    fn raw(&mut self) -> Read<&'de str> {
        self.peek();
        let start = self.at;
        self.skip()?;
        Ok(&self.text[start..self.at])
    }
}

/// Whole numbers of every width go one way.
macro_rules! whole {
    ($($name:ident)*) => {$(
        fn $name<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
            let (text, whole) = self.number()?;
            let parsed = if whole && text != "-0" { text.parse::<i64>().ok() } else { None };
            match parsed {
                Some(number) if number < 0 => visitor.visit_i64(number),
                Some(number) => visitor.visit_u64(number.unsigned_abs()),
                None if whole => Err(fault("invalid value: a number out of bounds")),
                None => Err(fault("invalid type: floating point, a whole number is expected")),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = JsonFault;

    /// What says by itself what it is. No noun of ours is read so.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.deserialize_ignored_any(visitor)
    }

    whole! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        let yes = self.peek() == b't';
        self.word(if yes { "true" } else { "false" })?;
        visitor.visit_bool(yes)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        match self.string()? {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_str(&self.string()?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        if self.peek() != b'n' {
            return visitor.visit_some(self);
        }
        self.word("null")?;
        visitor.visit_none()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Read<V::Value> {
        if name == RAW {
            return visitor.visit_map(Raw { text: Some(self.raw()?) });
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.take(b'[')?;
        self.deeper()?;
        let mut entries = Entries { reader: self, first: true, over: false };
        let value = visitor.visit_seq(&mut entries)?;
        // A visitor of a fixed length doesn't look for the end.
        if entries.over || !entries.reader.another(&mut entries.first, b']')? {
            Ok(value)
        } else {
            Err(fault("more follows"))
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Read<V::Value> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.take(b'{')?;
        self.deeper()?;
        visitor.visit_map(Entries { reader: self, first: true, over: false })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Read<V::Value> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Read<V::Value> {
        if self.peek() == b'"' {
            return visitor.visit_enum(Variant { reader: self, alone: true });
        }
        self.take(b'{')?;
        self.deeper()?;
        visitor.visit_enum(Variant { reader: self, alone: false })
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.skip()?;
        visitor.visit_unit()
    }

    forward_to_deserialize_any! { i128 u128 f32 f64 char bytes byte_buf unit unit_struct tuple_struct }
}

/// The entries of an object or array.
struct Entries<'r, 'de> {
    reader: &'r mut Reader<'de>,
    first: bool,
    /// Whether the closing sign has been taken.
    over: bool,
}

impl<'de> SeqAccess<'de> for &mut Entries<'_, 'de> {
    type Error = JsonFault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Read<Option<T::Value>> {
        if self.over || !self.reader.another(&mut self.first, b']')? {
            self.over = true;
            return Ok(None);
        }
        seed.deserialize(&mut *self.reader).map(Some)
    }
}

impl<'de> MapAccess<'de> for Entries<'_, 'de> {
    type Error = JsonFault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Read<Option<K::Value>> {
        if !self.reader.another(&mut self.first, b'}')? {
            return Ok(None);
        }
        seed.deserialize(Key { reader: &mut *self.reader }).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Read<V::Value> {
        self.reader.take(b':')?;
        seed.deserialize(&mut *self.reader)
    }
}

/// The key of an object: a text, in which numbers and identifiers are written as texts.
struct Key<'r, 'de> {
    reader: &'r mut Reader<'de>,
}

impl<'de> Deserializer<'de> for Key<'_, 'de> {
    type Error = JsonFault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_str(&self.reader.string()?)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        let text = self.reader.string()?;
        let number = text.parse::<u16>().ok().filter(|number| number.to_string() == *text);
        visitor.visit_u64(number.ok_or_else(|| fault("a number is expected as the key"))?.into())
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Read<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct seq
        tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// The variant of an enum: a text alone, or an object of one entry.
struct Variant<'r, 'de> {
    reader: &'r mut Reader<'de>,
    alone: bool,
}

impl<'de> EnumAccess<'de> for Variant<'_, 'de> {
    type Error = JsonFault;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Read<(V::Value, Self)> {
        let name = seed.deserialize(&mut *self.reader)?;
        if !self.alone {
            self.reader.take(b':')?;
        }
        Ok((name, self))
    }
}

impl<'de> Variant<'_, 'de> {
    fn inside<T>(self, read: impl FnOnce(&mut Reader<'de>) -> Read<T>) -> Read<T> {
        if self.alone {
            return Err(fault("invalid type: unit variant, one with a value is expected"));
        }
        let value = read(&mut *self.reader)?;
        self.reader.take(b'}')?;
        self.reader.depth -= 1;
        Ok(value)
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, 'de> {
    type Error = JsonFault;

    fn unit_variant(self) -> Read<()> {
        if self.alone {
            return Ok(());
        }
        self.inside(|reader| {
            reader.peek();
            reader.word("null")
        })
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Read<T::Value> {
        self.inside(|reader| seed.deserialize(reader))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Read<V::Value> {
        self.inside(|reader| reader.deserialize_seq(visitor))
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Read<V::Value> {
        self.inside(|reader| reader.deserialize_map(visitor))
    }
}

/// A value as it is written, in the form in which serde_json hands it to its `RawValue`.
struct Raw<'de> {
    text: Option<&'de str>,
}

impl<'de> MapAccess<'de> for Raw<'de> {
    type Error = JsonFault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Read<Option<K::Value>> {
        if self.text.is_none() {
            Ok(None)
        } else {
            seed.deserialize(de::value::BorrowedStrDeserializer::new(RAW)).map(Some)
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Read<V::Value> {
        seed.deserialize(de::value::BorrowedStrDeserializer::new(self.text.take().unwrap_or_default()))
    }
}
