//! PNG, JPEG and WebP: width, height, whether the file is whole, and whether it says where a photo was taken.

use super::Look;
use crate::diagnostic::{Code, Findings};

struct Facts {
    width: u32,
    height: u32,
    has_metadata: bool,
}

/// Reads a picture of a kind that its first bytes have shown.
pub fn read(ending: &'static str, bytes: &[u8], findings: &mut Findings) -> Option<Look> {
    let facts = match ending {
        "png" => png(bytes),
        "jpg" => jpeg(bytes),
        _ => webp(bytes),
    };
    let Some(Facts { width, height, has_metadata }) = facts else {
        let todo = "open it in a picture program and save it again";
        findings.say(Code::PictureBroken, 0, "the picture is damaged or cut off", todo);
        return None;
    };
    if has_metadata {
        let what = "the photo has EXIF data, which may tell where and when it was taken";
        findings.say(Code::PictureMetadata, 0, what, "save it again without EXIF data (metadata)");
    }
    Some(Look { ending, width, height })
}

fn number(bytes: &[u8], at: usize, count: usize) -> Option<u32> {
    let digits = bytes.get(at..at.checked_add(count)?)?;
    Some(digits.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte)))
}

fn number_le(bytes: &[u8], at: usize, count: usize) -> Option<u32> {
    let digits = bytes.get(at..at.checked_add(count)?)?;
    Some(digits.iter().rev().fold(0, |sum, byte| sum << 8 | u32::from(*byte)))
}

/// Chunks of length, name, content and check sum, from IHDR to IEND (PNG 3rd edition, 5.3).
fn png(bytes: &[u8]) -> Option<Facts> {
    let (width, height) = (number(bytes, 16, 4)?, number(bytes, 20, 4)?);
    let mut has_metadata = false;
    let mut at = 8_usize;
    loop {
        let next = at.checked_add(usize::try_from(number(bytes, at, 4)?).ok()?)?.checked_add(12)?;
        let name = bytes.get(at + 4..at + 8)?;
        if (at == 8) != (name == b"IHDR") || next > bytes.len() {
            return None;
        }
        has_metadata |= name == b"eXIf";
        if name == b"IEND" {
            // What stands behind is no picture.
            if next != bytes.len() {
                return None;
            }
            return Some(Facts { width, height, has_metadata });
        }
        at = next;
    }
}

/// Segments of marker, length and content, up to the first scan (ITU-T T.81, B.1 and B.2).
fn jpeg(bytes: &[u8]) -> Option<Facts> {
    let mut size = None;
    let mut has_metadata = false;
    let mut at = 2_usize;
    loop {
        let (&[0xff, marker], length) = (bytes.get(at..at + 2)?, usize::try_from(number(bytes, at + 2, 2)?).ok()?)
        else {
            return None;
        };
        let content = bytes.get(at + 4..at + 2 + length)?;
        match marker {
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                size = Some((number(content, 3, 2)?, number(content, 1, 2)?));
            }
            0xe1 => has_metadata |= content.starts_with(b"Exif"),
            0xda => break,
            _ => {}
        }
        at += 2 + length;
    }
    let whole = bytes[at..].windows(2).any(|pair| pair == [0xff, 0xd9]);
    let (width, height) = size.filter(|_| whole)?;
    Some(Facts { width, height, has_metadata })
}

/// RIFF with a VP8, VP8L or VP8X chunk first (RFC 9649, 2).
fn webp(bytes: &[u8]) -> Option<Facts> {
    let declared = usize::try_from(number_le(bytes, 4, 4)?).ok()?;
    // An odd length is made even by one byte more; what stands behind that is no picture.
    if !(declared.checked_add(8)?..=declared.checked_add(9)?).contains(&bytes.len()) {
        return None;
    }
    let (width, height, has_metadata) = match bytes.get(12..16)? {
        b"VP8X" => (number_le(bytes, 24, 3)? + 1, number_le(bytes, 27, 3)? + 1, bytes.get(20)? & 0b1000 != 0),
        b"VP8L" if bytes.get(20) == Some(&0x2f) => {
            let sizes = number_le(bytes, 21, 4)?;
            ((sizes & 0x3fff) + 1, (sizes >> 14 & 0x3fff) + 1, false)
        }
        b"VP8 " if bytes.get(23..26) == Some(b"\x9d\x01\x2a") => {
            (number_le(bytes, 26, 2)? & 0x3fff, number_le(bytes, 28, 2)? & 0x3fff, false)
        }
        _ => return None,
    };
    Some(Facts { width, height, has_metadata })
}
