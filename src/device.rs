//! All that this device remembers.
