//! Turns locales/ into typed messages.
fn main() {}
