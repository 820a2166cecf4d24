//! A quoted text with places marked by double brackets, `[[…]]`, as gaps and parts to inspect share it.
