//! How much a course may hold. Clips are many and weigh more than all else together, so they are counted apart: a course with voices
//! has no less room for its lessons and pictures, and a course without has no more.

/// The most files in one course, clips aside.
pub const MOST_FILES: usize = 2_000;
/// The most bytes in one course, all files together, clips aside.
pub const MOST_BYTES: usize = 20 << 20;
/// The most files of clips in one course: as many as each language may have ([`crate::voice::MOST_CLIPS`]).
pub const MOST_CLIP_FILES: usize = 16_000;
/// The most bytes of clips in one course: the speech of about five hours.
pub const MOST_CLIP_BYTES: usize = 40 << 20;
/// The largest archive: a course with everything that it may hold. Clips don't become smaller by packing.
pub const MOST_ARCHIVE: usize = MOST_BYTES + MOST_CLIP_BYTES;

/// What is still free while the files of a course are taken in.
pub struct Room {
    rest: Shelf,
    clips: Shelf,
}

/// A part of the room.
struct Shelf {
    files: usize,
    bytes: usize,
}

/// What there is no room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Full {
    /// One more file.
    Files,
    /// So many bytes more.
    Bytes,
}

impl Default for Room {
    /// All of it.
    fn default() -> Self {
        Self {
            rest: Shelf { files: MOST_FILES, bytes: MOST_BYTES },
            clips: Shelf { files: MOST_CLIP_FILES, bytes: MOST_CLIP_BYTES },
        }
    }
}

impl Room {
    /// What fits, in words.
    #[must_use]
    pub fn limits() -> String {
        format!(
            "a course has at most {MOST_FILES} files and {} MB, and {MOST_CLIP_FILES} clips of {} MB",
            MOST_BYTES >> 20,
            MOST_CLIP_BYTES >> 20
        )
    }

    /// How many bytes a file of that path may have.
    #[must_use]
    pub fn left(&self, path: &str) -> usize {
        if is_clip(path) { self.clips.bytes } else { self.rest.bytes }
    }

    /// Takes in one file.
    ///
    /// # Errors
    /// [`Full`] where it doesn't fit.
    pub fn take(&mut self, path: &str, bytes: usize) -> Result<(), Full> {
        let shelf = if is_clip(path) { &mut self.clips } else { &mut self.rest };
        shelf.files = shelf.files.checked_sub(1).ok_or(Full::Files)?;
        shelf.bytes = shelf.bytes.checked_sub(bytes).ok_or(Full::Bytes)?;
        Ok(())
    }
}

/// Whether a path is that of a clip, whatever folders an archive has around the course.
fn is_clip(path: &str) -> bool {
    let mut parts = path.rsplit('/');
    let (file, _, voice) = (parts.next(), parts.next(), parts.next());
    voice == Some("voice") && file.is_some_and(|file| file.ends_with(".opus"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clips_take_no_room_from_the_rest() {
        let mut room = Room::default();
        assert_eq!(room.take("khoa/voice/vi/a.opus", MOST_CLIP_BYTES), Ok(()));
        assert_eq!(room.take("voice/vi/b.opus", 1), Err(Full::Bytes));
        assert_eq!(room.take("media/a.svg", MOST_BYTES), Ok(()));
        assert_eq!((room.left("media/b.svg"), room.take("media/b.svg", 1)), (0, Err(Full::Bytes)));
        assert_eq!(room.take("voice/README.md", 1), Err(Full::Bytes), "no clip");
    }

    #[test]
    fn one_file_too_many_does_not_fit() {
        let mut room = Room::default();
        assert!((0..MOST_FILES).all(|n| room.take(&format!("{n}"), 0).is_ok()));
        assert_eq!(room.take("x", 0), Err(Full::Files));
        assert!((0..MOST_CLIP_FILES).all(|n| room.take(&format!("voice/vi/{n}.opus"), 0).is_ok()));
        assert_eq!(room.take("voice/vi/x.opus", 0), Err(Full::Files));
    }
}
