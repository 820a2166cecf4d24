//! A table of administrative units: any text is rows or a fault.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|csv: &str| {
    let rows = server::units::unit_rows(csv).map_or(0, |rows| rows.len());
    assert!(rows <= csv.split(['\n', '\r']).count(), "more rows than lines");
});
