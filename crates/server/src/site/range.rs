//! A part of a file, as browsers ask for one when they play sound (RFC 9110, section 14). One range at a time: who asks for several, or
//! for something that can't be read, gets the whole file, as the standard allows.

use axum::http::{HeaderMap, header};
use std::ops::Range;

/// What of a file is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// All of it.
    Whole,
    /// These bytes.
    Part(Range<usize>),
    /// Bytes that it doesn't have.
    Nothing,
}

/// Reads `Range` and `If-Range` for a file of that length and tag.
#[must_use]
pub fn wanted(asked: &HeaderMap, length: usize, tag: &str) -> Wanted {
    let said = |name| asked.get(name).and_then(|value| value.to_str().ok());
    if said(header::IF_RANGE).is_some_and(|held| held != tag) {
        return Wanted::Whole;
    }
    said(header::RANGE).and_then(|range| part(range, length)).unwrap_or(Wanted::Whole)
}

/// `None` where it is no single range of bytes.
fn part(range: &str, length: usize) -> Option<Wanted> {
    let (first, last) = range.strip_prefix("bytes=")?.trim().split_once('-')?;
    let number = |text: &str| match text.bytes().all(|b| b.is_ascii_digit()) {
        // More digits than a number has are more bytes than any file has.
        true if !text.is_empty() => Some(text.parse::<usize>().unwrap_or(usize::MAX)),
        _ => None,
    };
    let part = match (first, last) {
        ("", last) => length.saturating_sub(number(last)?)..length,
        (first, "") => number(first)?..length,
        (first, last) => {
            let (first, last) = (number(first)?, number(last)?);
            if last < first {
                return None;
            }
            first..last.saturating_add(1).min(length)
        }
    };
    Some(if part.start < part.end { Wanted::Part(part) } else { Wanted::Nothing })
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn asks(range: &'static str, held: Option<&'static str>) -> Wanted {
        let mut asked = HeaderMap::from_iter([(header::RANGE, HeaderValue::from_static(range))]);
        asked.extend(held.map(|held| (header::IF_RANGE, HeaderValue::from_static(held))));
        wanted(&asked, 100, "\"tag\"")
    }

    #[test]
    fn one_range_is_read_however_it_is_written() {
        for (range, part) in [
            ("bytes=0-", 0..100),
            ("bytes=0-0", 0..1),
            ("bytes=10-19", 10..20),
            ("bytes=90-200", 90..100),
            ("bytes=99-", 99..100),
            ("bytes=-5", 95..100),
            ("bytes=-500", 0..100),
            ("bytes=0-99999999999999999999999", 0..100),
        ] {
            assert_eq!(asks(range, None), Wanted::Part(part), "{range}");
        }
    }

    #[test]
    fn what_lies_behind_the_end_is_nothing() {
        for range in ["bytes=100-", "bytes=100-200", "bytes=-0", "bytes=99999999999999999999999-"] {
            assert_eq!(asks(range, None), Wanted::Nothing, "{range}");
        }
    }

    #[test]
    fn what_is_no_single_range_asks_for_the_whole() {
        for range in ["bytes=0-1,5-6", "bytes=5-2", "bytes=-", "bytes=a-b", "bytes=+1-2", "items=0-1", "bytes", ""] {
            assert_eq!(asks(range, None), Wanted::Whole, "{range}");
        }
        assert_eq!(asks("bytes=0-1", Some("\"tag\"")), Wanted::Part(0..2));
        for other in ["\"old\"", "W/\"tag\"", "Sat, 29 Oct 1994 19:43:31 GMT"] {
            assert_eq!(asks("bytes=0-1", Some(other)), Wanted::Whole, "{other}");
        }
    }
}
