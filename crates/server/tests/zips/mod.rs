//! Zips written byte by byte (APPNOTE 6.3.10), so that they can lie: about names, sizes, sums, methods, places and ends. Whatever isn't
//! told otherwise is as it should be. Not how they are read.
#![allow(dead_code, reason = "each test file uses the part it needs")]

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};
use std::io::Write;

/// Made on Unix: the mode stands in the attributes.
pub const UNIX: u16 = 3 << 8;
pub const DEFLATED: u16 = 8;

/// A file, and what is claimed of it.
#[derive(Clone)]
pub struct Entry {
    pub name: Vec<u8>,
    /// The name in the entry itself, where it is another than in the directory.
    pub local_name: Option<Vec<u8>>,
    pub content: Vec<u8>,
    pub method: u16,
    pub flags: u16,
    pub made_by: u16,
    pub mode: u32,
    pub crc: Option<u32>,
    pub packed: Option<u32>,
    pub unpacked: Option<u32>,
    pub extra: Vec<u8>,
    /// Where the directory says that it begins.
    pub at: Option<u32>,
    /// Behind the content: a data descriptor.
    pub behind: Vec<u8>,
}

/// A plain stored file.
pub fn file(name: impl AsRef<[u8]>, content: impl AsRef<[u8]>) -> Entry {
    Entry {
        name: name.as_ref().to_vec(),
        local_name: None,
        content: content.as_ref().to_vec(),
        method: 0,
        flags: 0x0800,
        made_by: UNIX,
        mode: 0o100_644,
        crc: None,
        packed: None,
        unpacked: None,
        extra: Vec::new(),
        at: None,
        behind: Vec::new(),
    }
}

/// The same, deflated.
pub fn deflated(name: &str, content: &[u8]) -> Entry {
    Entry { method: DEFLATED, ..file(name, content) }
}

/// What stands at the end, and around.
#[derive(Clone, Default)]
pub struct End {
    pub before: Vec<u8>,
    pub comment: Vec<u8>,
    pub behind: Vec<u8>,
    pub count: Option<u16>,
    pub size: Option<u32>,
    pub at: Option<u32>,
    pub disk: u16,
    /// Before the end: a zip64 end and its locator, say.
    pub zip64: Vec<u8>,
}

pub fn zip(entries: &[Entry]) -> Vec<u8> {
    zip_with(entries, &End::default())
}

pub fn zip_with(entries: &[Entry], end: &End) -> Vec<u8> {
    let (mut bytes, mut directory) = (end.before.clone(), Vec::new());
    for entry in entries {
        let at = length(&bytes);
        let content = entry.packed_content();
        let facts = entry.facts(&content);
        let local = entry.local_name.as_ref().unwrap_or(&entry.name);
        bytes.extend(b"PK\x03\x04\x14\x00");
        bytes.extend(&facts);
        bytes.extend([short(local), short(&entry.extra)].concat());
        bytes.extend([local, &entry.extra, &content, &entry.behind].map(Vec::as_slice).concat());
        directory.extend(b"PK\x01\x02");
        directory.extend((entry.made_by | 20).to_le_bytes());
        directory.extend(b"\x14\x00");
        directory.extend(&facts);
        directory.extend([short(&entry.name), short(&entry.extra)].concat());
        directory.extend([0; 6]);
        directory.extend((entry.mode << 16).to_le_bytes());
        directory.extend(entry.at.unwrap_or(at).to_le_bytes());
        directory.extend([entry.name.as_slice(), &entry.extra].concat());
    }
    let (at, size) = (length(&bytes), length(&directory));
    bytes.extend([directory, end.zip64.clone()].concat());
    bytes.extend(b"PK\x05\x06");
    bytes.extend([end.disk, end.disk].map(u16::to_le_bytes).concat());
    let count = end.count.unwrap_or_else(|| u16::try_from(entries.len()).unwrap());
    bytes.extend([count, count].map(u16::to_le_bytes).concat());
    bytes.extend(end.size.unwrap_or(size).to_le_bytes());
    bytes.extend(end.at.unwrap_or(at).to_le_bytes());
    bytes.extend(short(&end.comment));
    bytes.extend([end.comment.as_slice(), &end.behind].concat());
    bytes
}

impl Entry {
    fn packed_content(&self) -> Vec<u8> {
        if self.method != DEFLATED {
            return self.content.clone();
        }
        let mut packer = DeflateEncoder::new(Vec::new(), Compression::best());
        packer.write_all(&self.content).unwrap();
        packer.finish().unwrap()
    }

    /// Flags, method, time, sum and sizes, as entry and directory have them alike.
    fn facts(&self, packed: &[u8]) -> Vec<u8> {
        let mut sum = Crc::new();
        sum.update(&self.content);
        let sizes = [
            self.crc.unwrap_or_else(|| sum.sum()),
            self.packed.unwrap_or_else(|| length(packed)),
            self.unpacked.unwrap_or_else(|| length(&self.content)),
        ];
        let times = [0_u16, 0x21];
        let shorts = [self.flags, self.method].into_iter().chain(times).flat_map(u16::to_le_bytes);
        shorts.chain(sizes.into_iter().flat_map(u32::to_le_bytes)).collect()
    }
}

fn length(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap()
}

fn short(bytes: &[u8]) -> Vec<u8> {
    u16::try_from(bytes.len()).unwrap().to_le_bytes().to_vec()
}

/// The end of a zip64 directory and its locator, claiming that many entries, bytes and that place.
pub fn zip64_end(count: u64, size: u64, at: u64, located: u64) -> Vec<u8> {
    let mut bytes = b"PK\x06\x06".to_vec();
    bytes.extend(44_u64.to_le_bytes());
    bytes.extend([45_u16, 45].map(u16::to_le_bytes).concat());
    bytes.extend([0_u32, 0].map(u32::to_le_bytes).concat());
    bytes.extend([count, count, size, at].map(u64::to_le_bytes).concat());
    bytes.extend(b"PK\x06\x07\0\0\0\0");
    bytes.extend(located.to_le_bytes());
    bytes.extend(1_u32.to_le_bytes());
    bytes
}
