//! A zip of a few texts, stored as they are: any phone and any desk opens it, and it takes forty lines.

/// The archive (PKWARE's APPNOTE, 4.3): for each file a head and its bytes, then the list of all files.
#[must_use]
pub fn zip(files: &[(&str, &str)]) -> Vec<u8> {
    let (mut archive, mut list) = (Vec::new(), Vec::new());
    for (name, text) in files {
        let at = archive.len();
        let about = about(name, text);
        archive.extend(b"PK\x03\x04");
        archive.extend(&about);
        archive.extend(name.as_bytes());
        archive.extend(text.as_bytes());
        list.extend(b"PK\x01\x02\x14\x00");
        list.extend(&about);
        // Comment, disk, attributes: none.
        list.extend([0; 10]);
        list.extend(four(at));
        list.extend(name.as_bytes());
    }
    let (at, count) = (archive.len(), two(files.len()));
    archive.extend(&list);
    archive.extend(b"PK\x05\x06\x00\x00\x00\x00");
    archive.extend(count);
    archive.extend(count);
    archive.extend(four(list.len()));
    archive.extend(four(at));
    archive.extend([0; 2]);
    archive
}

/// Version 2.0, names in UTF-8, stored, 1 January 1980 (the phone's clock is nobody's business), sum, sizes, length of the name.
fn about(name: &str, text: &str) -> Vec<u8> {
    let mut about = vec![20, 0, 0, 8, 0, 0, 0, 0, 0x21, 0];
    about.extend(checksum(text.as_bytes()).to_le_bytes());
    about.extend(four(text.len()));
    about.extend(four(text.len()));
    about.extend(two(name.len()));
    about.extend([0; 2]);
    about
}

fn four(number: usize) -> [u8; 4] {
    u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes()
}

fn two(number: usize) -> [u8; 2] {
    u16::try_from(number).unwrap_or(u16::MAX).to_le_bytes()
}

/// CRC-32 (ISO 3309), bit by bit: a table would be the larger half of this file.
fn checksum(bytes: &[u8]) -> u32 {
    let step = |sum: u32| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 };
    !bytes.iter().fold(u32::MAX, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), |sum, _| step(sum)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Read};

    #[test]
    fn a_reader_of_zips_finds_every_file_as_it_was() {
        let long = "đủ chữ ".repeat(20_000);
        let files = [("statements.json", "[]"), ("empty.txt", ""), ("tiến-bộ.json", long.as_str())];
        let mut archive = ::zip::ZipArchive::new(Cursor::new(zip(&files))).unwrap();
        assert_eq!(archive.len(), 3);
        for (name, text) in files {
            let mut read = String::new();
            archive.by_name(name).unwrap().read_to_string(&mut read).unwrap();
            assert_eq!(read, text);
        }
    }

    #[test]
    fn the_checksum_is_the_one_of_the_standard() {
        assert_eq!(checksum(b"123456789"), 0xcbf4_3926);
    }
}
