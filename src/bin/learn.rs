//! The citizens' app.

fn main() {
    // For those who build it; a phone has nobody to read it, and carries 1 kB less.
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    web::app::start();
}
