//! Counts tests from what test runners print. Reads lines; runs nothing.

use std::ops::AddAssign;

/// How many tests passed and failed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Passed.
    pub passed: u32,
    /// Failed, timed out, or not run because an earlier one failed.
    pub failed: u32,
}

/// Whose lines are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Runner {
    /// `cargo test` and wasm-bindgen's runner: `test result: ok. 3 passed; 0 failed; …`.
    Cargo,
    /// `cargo nextest run`: `Summary [ 1.2s] 3 tests run: 2 passed, 1 failed, 0 skipped`.
    Nextest,
    /// Playwright: a line `3 passed (5.2s)`, one `1 failed`.
    Playwright,
}

impl Tally {
    /// A check that is no test runner counts as one test.
    pub fn one(passed: bool) -> Self {
        if passed { Self { passed: 1, failed: 0 } } else { Self { passed: 0, failed: 1 } }
    }

    /// What one line of a runner adds.
    pub fn of(runner: Runner, line: &str) -> Self {
        let counted = match runner {
            Runner::Cargo => {
                line.trim().strip_prefix("test result:").map(|rest| rest.split_once(". ").map_or(rest, |(_, n)| n))
            }
            Runner::Nextest => {
                line.trim().strip_prefix("Summary [").and_then(|rest| rest.split_once("run: ")).map(|(_, n)| n)
            }
            Runner::Playwright => {
                Some(line.trim()).filter(|line| line.starts_with(|first: char| first.is_ascii_digit()))
            }
        };
        let mut tally = Self::default();
        for count in counted.unwrap_or_default().split([';', ',']) {
            let (number, what) = count.trim().split_once(' ').unwrap_or_default();
            let number: u32 = number.parse().unwrap_or(0);
            let what = what.split_once(" (").map_or(what, |(what, _)| what);
            match what {
                "passed" => tally.passed += number,
                "failed" | "timed out" | "exec failed" | "flaky" | "did not run" | "interrupted" => {
                    tally.failed += number
                }
                _ => {}
            }
        }
        tally
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(runner: Runner, line: &str) -> (u32, u32) {
        let tally = Tally::of(runner, line);
        (tally.passed, tally.failed)
    }

    #[test]
    fn cargo_test_is_counted() {
        let line = "test result: FAILED. 11 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s";
        assert_eq!(counted(Runner::Cargo, line), (11, 2));
        assert_eq!(counted(Runner::Cargo, "test tests::three_passed ... ok"), (0, 0));
    }

    #[test]
    fn nextest_is_counted_with_its_timeouts() {
        let line = "     Summary [   4.209s] 9 tests run: 6 passed (1 slow), 2 failed, 1 timed out, 0 skipped";
        assert_eq!(counted(Runner::Nextest, line), (6, 3));
        assert_eq!(counted(Runner::Nextest, "        PASS [   0.003s] domain score::tests::half"), (0, 0));
    }

    #[test]
    fn playwright_is_counted_and_a_flaky_test_has_failed() {
        assert_eq!(counted(Runner::Playwright, "  12 passed (1.1m)"), (12, 0));
        assert_eq!(counted(Runner::Playwright, "  1 flaky"), (0, 1));
        assert_eq!(counted(Runner::Playwright, "  3 did not run"), (0, 3));
        assert_eq!(counted(Runner::Playwright, "Running 12 tests using 1 worker"), (0, 0));
    }
}
