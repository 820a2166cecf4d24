//! The citizens' app.
fn main() {
}
