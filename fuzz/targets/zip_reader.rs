//! An uploaded archive: any bytes are a course's files or a reason, and whatever files they are, reading them gives a draft.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| match authoring::archive::read_zip(bytes) {
    Ok(source) => {
        assert!(source.files.keys().all(|path| !path.starts_with('/') && path.split('/').all(|part| part != "..")));
        drop(authoring::read(&source));
    }
    Err(diagnostics) => assert!(!diagnostics.is_empty(), "refused without a reason"),
});
