//! A text as a QR code (ISO/IEC 18004): bytes, correction level M, versions 1 to 6, one mask. Enough for an address of up to 106
//! bytes, and a tenth of what a whole library weighs.

use super::tag::{Tag, shape, tag};

/// Of each version: bytes of data, blocks, bytes of correction a block.
const VERSIONS: [(usize, usize, usize); 6] =
    [(16, 1, 10), (28, 1, 16), (44, 1, 26), (64, 2, 18), (86, 2, 24), (108, 4, 16)];
/// Level M with mask 0, with its correction, as it stands around the corners (table C.1).
const FORMAT: u32 = 0b101_0100_0001_0010;

/// The drawing; `label` says to a screen reader what it is. `None` where the text is too long.
#[must_use]
pub fn qr(text: &str, label: &str) -> Option<Tag> {
    let square = modules(text)?;
    let size = square.len() + 8;
    let mut path = String::new();
    for (row, line) in square.iter().enumerate() {
        for (column, _) in line.iter().enumerate().filter(|(_, dark)| **dark) {
            path.push_str(&format!("M{} {}h1v1h-1z", column + 4, row + 4));
        }
    }
    let drawing = shape("svg", "qr").attr("viewBox", &format!("0 0 {size} {size}")).attr("aria-hidden", "true");
    let drawing = drawing.with(shape("path", "").attr("d", &path));
    Some(tag("div", "qr-place").attr("role", "img").attr("aria-label", label).with(drawing))
}

/// The square of modules, dark ones true.
#[must_use]
pub fn modules(text: &str) -> Option<Vec<Vec<bool>>> {
    // Mode and length take twelve bits.
    let version = VERSIONS.iter().position(|(data, ..)| text.len() + 2 <= *data)?;
    let bytes = codewords(text.as_bytes(), VERSIONS[version]);
    let size = 21 + 4 * version;
    let mut square = Square { size, dark: vec![vec![false; size]; size], taken: vec![vec![false; size]; size] };
    square.patterns(version);
    square.fill(&bytes);
    Some(square.dark)
}

struct Square {
    size: usize,
    dark: Vec<Vec<bool>>,
    taken: Vec<Vec<bool>>,
}

impl Square {
    fn set(&mut self, row: usize, column: usize, dark: bool) {
        self.dark[row][column] = dark;
        self.taken[row][column] = true;
    }

    /// What stands in every code of the size: finders, timing, alignment, format.
    fn patterns(&mut self, version: usize) {
        let last = self.size - 1;
        for i in 0..self.size {
            self.set(6, i, i % 2 == 0);
            self.set(i, 6, i % 2 == 0);
        }
        for (top, left) in [(0, 0), (0, last - 6), (last - 6, 0)] {
            self.rings(top + 3, left + 3, 4);
        }
        if version > 0 {
            self.rings(last - 6, last - 6, 2);
        }
        for bit in 0..15 {
            let dark = FORMAT >> bit & 1 == 1;
            let (row, column) = match bit {
                0..=5 => (bit, 8),
                6 => (7, 8),
                7 => (8, 8),
                8 => (8, 7),
                _ => (8, 14 - bit),
            };
            self.set(row, column, dark);
            let (row, column) = if bit < 8 { (8, last - bit) } else { (self.size - 15 + bit, 8) };
            self.set(row, column, dark);
        }
        self.set(last - 7, 8, true);
    }

    /// Squares around a middle: dark at 0, 1 and 3 steps (a finder, with a light edge at 4), or at 0 and 2 (alignment).
    fn rings(&mut self, row: usize, column: usize, radius: usize) {
        for r in (row + self.size - radius)..=(row + self.size + radius) {
            for c in (column + self.size - radius)..=(column + self.size + radius) {
                let inside = |at: usize| at.checked_sub(self.size).filter(|at| *at < self.size);
                let (Some(r), Some(c)) = (inside(r), inside(c)) else { continue };
                let steps = r.abs_diff(row).max(c.abs_diff(column));
                let dark = if radius == 4 { steps < 2 || steps == 3 } else { steps != 1 };
                self.set(r, c, dark);
            }
        }
    }

    /// The bytes in pairs of columns, upwards and downwards from the right, every other module turned (mask 0).
    fn fill(&mut self, bytes: &[u8]) {
        let mut bits = bytes.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1 == 1));
        let mut right = self.size - 1;
        let mut upwards = true;
        loop {
            for step in 0..self.size {
                let row = if upwards { self.size - 1 - step } else { step };
                for column in [right, right - 1] {
                    if !self.taken[row][column] {
                        // What is left over stays light.
                        let bit = bits.next().unwrap_or(false);
                        self.dark[row][column] = bit ^ ((row + column) % 2 == 0);
                    }
                }
            }
            upwards = !upwards;
            right = match right {
                // The column of the timing is stepped over.
                8 => 5,
                0..=2 => return,
                right => right - 2,
            };
        }
    }
}

/// The bytes of the text and their correction, the blocks interleaved.
fn codewords(text: &[u8], (data, blocks, correction): (usize, usize, usize)) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(data);
    // Mode 4 (bytes), the length, the text, four bits of end: all of it half a byte aside.
    let length = u8::try_from(text.len()).unwrap_or(u8::MAX);
    let mut before = 4;
    for byte in std::iter::once(length).chain(text.iter().copied()).chain([0]) {
        bytes.push(before << 4 | byte >> 4);
        before = byte & 15;
    }
    for padding in [0xec, 0x11].into_iter().cycle().take(data.saturating_sub(bytes.len())) {
        bytes.push(padding);
    }
    let generator = generator(correction);
    let parts: Vec<&[u8]> = bytes.chunks(data / blocks).collect();
    let rests: Vec<Vec<u8>> = parts.iter().map(|part| rest(part, &generator)).collect();
    let mut all = Vec::new();
    for at in 0..data / blocks {
        all.extend(parts.iter().map(|part| part[at]));
    }
    for at in 0..correction {
        all.extend(rests.iter().map(|rest| rest[at]));
    }
    all
}

/// A product in GF(2⁸) modulo x⁸+x⁴+x³+x²+1.
fn times(a: u8, b: u8) -> u8 {
    (0..8).rev().fold(0_u8, |sum, bit| {
        let doubled = sum << 1 ^ if sum & 0x80 == 0 { 0 } else { 0x1d };
        doubled ^ if b >> bit & 1 == 1 { a } else { 0 }
    })
}

/// The product of (x - 2ⁱ) for i below `degree`, without its first coefficient, which is 1.
fn generator(degree: usize) -> Vec<u8> {
    let mut generator = vec![0; degree];
    generator[degree - 1] = 1;
    let mut root = 1;
    for _ in 0..degree {
        for at in 0..degree {
            let next = generator.get(at + 1).copied().unwrap_or(0);
            generator[at] = times(generator[at], root) ^ next;
        }
        root = times(root, 2);
    }
    generator
}

/// What is left when the bytes are divided by the generator.
fn rest(bytes: &[u8], generator: &[u8]) -> Vec<u8> {
    let mut rest = vec![0; generator.len()];
    for byte in bytes {
        let factor = byte ^ rest[0];
        rest.rotate_left(1);
        let last = rest.len() - 1;
        rest[last] = 0;
        rest.iter_mut().zip(generator).for_each(|(rest, generator)| *rest ^= times(*generator, factor));
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What a reader of QR codes makes of the drawing, four pixels a module.
    fn scanned(text: &str) -> String {
        let square = modules(text).expect("short enough");
        let side = (square.len() + 8) * 4;
        let dark = |at: usize| (at / 4).checked_sub(4).filter(|at| *at < square.len());
        let mut picture = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| match (dark(y), dark(x)) {
            (Some(row), Some(column)) if square[row][column] => 0,
            _ => 255,
        });
        let grids = picture.detect_grids();
        assert_eq!(grids.len(), 1, "{text:?}");
        grids[0].decode().expect("readable").1
    }

    #[test]
    fn every_size_is_read_back() {
        for length in [1, 14, 15, 26, 27, 42, 43, 62, 63, 84, 85, 106] {
            let text: String = "https://hoc.example.vn/profiles/#".chars().cycle().take(length).collect();
            assert_eq!(scanned(&text), text, "{length}");
        }
        assert_eq!(modules(&"a".repeat(107)), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn whatever_is_said_is_read_back(text in "[ -~]{1,106}") {
            prop_assert_eq!(scanned(&text), text);
        }
    }
}
