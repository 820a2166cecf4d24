//! The sound of texts: clips of an edition, from the library or else the network, and then kept.

use super::{Device, DeviceFault, library};
use crate::api;
use domain::edition::{Edition, media_id};
use domain::id::MediaId;
use domain::voice::{Voice, clip_in, clip_key, clip_path, clips_in};

impl Device {
    /// The clip of a text of an edition in a language; `None` where there is none, or it can't come now.
    pub async fn clip(&self, edition: &Edition, language: &str, text: &str) -> Option<Vec<u8>> {
        let voice = edition.course.voices.iter().find(|voice| voice.language == language)?;
        let index = fetched(&voice.index_path(), voice.index).await.ok()?;
        let clip = clip_in(str::from_utf8(&index).ok()?, &clip_key(text))?;
        fetched(&clip_path(&clip), clip).await.ok()
    }
}

/// Brings every clip of a voice into the library. → their addresses. `on` hears how many bytes have come.
pub async fn bring(voice: &Voice, on: impl Fn(u64)) -> Result<Vec<String>, DeviceFault> {
    let mut addresses = vec![voice.index_path()];
    let index = fetched(&voice.index_path(), voice.index).await?;
    let index = str::from_utf8(&index).map_err(|error| DeviceFault::Damaged(error.to_string()))?;
    let mut bytes = 0;
    for clip in clips_in(index) {
        let path = clip_path(&clip);
        bytes += fetched(&path, clip).await?.len() as u64;
        on(bytes);
        addresses.push(path);
    }
    Ok(addresses)
}

async fn fetched(path: &str, media: MediaId) -> Result<Vec<u8>, DeviceFault> {
    if let Some(kept) = library::get(path).await {
        return Ok(kept);
    }
    let arrived = api::file(path, false).await?;
    if media_id(&arrived.bytes) != media {
        return Err(DeviceFault::Damaged(path.to_owned()));
    }
    // Not kept, it is only fetched again.
    library::put(path, &arrived.bytes).await.ok();
    Ok(arrived.bytes)
}
