//! Dice that fall the same way every time: xorshift64* (Vigna, 2016). For made-up data only, never for a secret.

/// A stream of numbers that its seed determines.
#[derive(Clone)]
pub struct Dice(u64);

impl Dice {
    /// Dice for one thing among many: neighbours get streams that have nothing to do with each other.
    pub fn of(seed: u64, index: u64) -> Self {
        let mut mixed = seed ^ index.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Self((mixed ^ (mixed >> 31)) | 1)
    }

    /// The next number.
    pub fn roll(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A number from 0 up to, not including, `bound`; 0 where that leaves none.
    pub fn below(&mut self, bound: u64) -> u64 {
        (self.roll() >> 16) % bound.max(1)
    }

    /// One of some things.
    pub fn one_of<'a, T>(&mut self, things: &'a [T]) -> Option<&'a T> {
        let place = self.below(things.len() as u64);
        things.get(usize::try_from(place).unwrap_or(0))
    }

    /// Whether something with that chance in a hundred happens.
    pub fn chance(&mut self, per_cent: u64) -> bool {
        self.below(100) < per_cent
    }

    /// Sixteen bytes, for an identifier.
    pub fn bytes(&mut self) -> [u8; 16] {
        let (a, b) = (self.roll().to_be_bytes(), self.roll().to_be_bytes());
        std::array::from_fn(|i| if i < 8 { a[i] } else { b[i - 8] })
    }
}
