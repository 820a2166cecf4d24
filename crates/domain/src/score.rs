//! Scores in thousandths, so that a phone and a server of any make reach the same number to the bit.

use serde::{Deserialize, Deserializer, Serialize};

/// How right a response was: 0 (nothing) to 1000 (everything), the xAPI scaled score times 1000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(value_type = u16, maximum = 1000))]
pub struct Score(u16);

impl Score {
    /// Nothing right.
    pub const NONE: Self = Self(0);
    /// Everything right.
    pub const FULL: Self = Self(1000);

    /// `part` of `whole`, rounded half up; [`Score::NONE`] when `whole` is 0, at most [`Score::FULL`].
    #[must_use]
    pub fn ratio(part: usize, whole: usize) -> Self {
        if whole == 0 {
            return Self::NONE;
        }
        let thousandths = (part.min(whole) * 2000 + whole) / (2 * whole);
        Self(u16::try_from(thousandths).unwrap_or(1000))
    }

    /// Thousandths, 0–1000.
    #[must_use]
    pub const fn thousandths(self) -> u16 {
        self.0
    }

    /// The credit that this score earns at the n-th attempt (from 1): all of it at the first, half at the second, a third at the third, …
    ///
    /// Trying again always helps and never pays as well as knowing: the rule of decreasing partial credit for multiple
    /// attempts (QTI 3 "adaptive items" leaves the share to the platform; one over the attempt needs no table).
    #[must_use]
    pub fn at_attempt(self, attempt: u16) -> Self {
        Self(self.0 / attempt.max(1))
    }

    /// The mean of scores, rounded half up; [`Score::FULL`] of none, since nothing was left undone.
    #[must_use]
    pub fn mean(scores: impl IntoIterator<Item = Self>) -> Self {
        let (sum, count) = scores.into_iter().fold((0_u64, 0_u64), |(sum, n), s| (sum + u64::from(s.0), n + 1));
        if count == 0 { Self::FULL } else { Self(u16::try_from((sum * 2 + count) / (2 * count)).unwrap_or(1000)) }
    }
}

impl<'de> Deserialize<'de> for Score {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let thousandths = u16::deserialize(deserializer)?;
        if thousandths <= 1000 {
            Ok(Self(thousandths))
        } else {
            Err(serde::de::Error::custom("a score is 0–1000 thousandths"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_third_is_333_and_two_thirds_667() {
        assert_eq!(Score::ratio(1, 3).thousandths(), 333);
        assert_eq!(Score::ratio(2, 3).thousandths(), 667);
        assert_eq!(Score::ratio(0, 0), Score::NONE);
    }

    #[test]
    fn a_score_over_one_is_refused() {
        assert!(serde_json::from_str::<Score>("1001").is_err());
        assert!(serde_json::from_str::<Score>("-1").is_err());
        assert!(serde_json::from_str::<Score>("1e400").is_err());
        assert_eq!(serde_json::from_str::<Score>("1000").unwrap(), Score::FULL);
    }

    proptest! {
        #[test]
        fn a_ratio_grows_with_its_part_and_stays_within_bounds(part in 0_usize..50, whole in 1_usize..50) {
            let score = Score::ratio(part, whole);
            prop_assert!(score <= Score::FULL);
            prop_assert!(Score::ratio(part + 1, whole) >= score);
            prop_assert_eq!(score == Score::FULL, part >= whole);
        }

        #[test]
        fn a_later_attempt_never_earns_more(thousandths in 0_usize..=1000, attempt in 1_u16..100) {
            let score = Score::ratio(thousandths, 1000);
            prop_assert!(score.at_attempt(attempt + 1) <= score.at_attempt(attempt));
        }
    }
}
