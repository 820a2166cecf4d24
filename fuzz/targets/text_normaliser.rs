//! How answers and names are compared: folding once is folding enough, and what folds with marks to one text does so without them.
#![no_main]

use domain::text::{composed, fold, fold_marks};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (whole, folded, bare) = (composed(text), fold(text), fold_marks(text));
    assert_eq!(composed(&whole), whole, "composed twice");
    assert_eq!(fold(&folded), folded, "folded twice");
    assert_eq!(fold_marks(&bare), bare, "folded twice without marks");
    assert_eq!(fold(&whole), folded, "one spelling or another");
});
