//! The library: editions, their pictures and the communes of provinces, in Cache Storage, where the service worker finds
//! them too (public/sw.js). Whatever is named by its hash is checked by it before it is put there.

use super::DeviceFault;
use crate::api::{self, ApiFault};
use domain::edition::{Edition, media_id};
use domain::id::EditionId;
use domain::prose::Picture;
use js_sys::{Array, Promise, Reflect, Uint8Array};
use leptos::prelude::window;
use std::collections::BTreeSet;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Cache, CacheStorage, Headers, Response, ResponseInit};

const NAME: &str = "library";

impl From<ApiFault> for DeviceFault {
    fn from(fault: ApiFault) -> Self {
        match fault {
            ApiFault::Offline => Self::Offline,
            ApiFault::Busy { .. } => Self::Busy,
            ApiFault::Refused(_) | ApiFault::NotApi => Self::NotFound,
            ApiFault::Unreadable(reason) => Self::Damaged(reason),
        }
    }
}

/// An edition, from the library or else from the network, and then kept.
///
/// # Errors
/// What kept it from arriving.
pub async fn edition(id: &EditionId) -> Result<(Rc<Edition>, u64), DeviceFault> {
    if let Some(edition) = kept_edition(id).await {
        return Ok((edition, 0));
    }
    let path = Edition::path(id);
    let arrived = api::file(&path, false).await?;
    let edition = Edition::read(*id, &arrived.bytes).map_err(|fault| DeviceFault::Damaged(fault.to_string()))?;
    // It is here and can be learnt from; that it could not be kept shows when it is downloaded.
    put(&path, &arrived.bytes).await.ok();
    Ok((Rc::new(edition), arrived.weight))
}

/// An edition from the library only.
pub async fn kept_edition(id: &EditionId) -> Option<Rc<Edition>> {
    let bytes = get(&Edition::path(id)).await?;
    Edition::read(*id, &bytes).ok().map(Rc::new)
}

/// Puts an edition that could not be kept when it was fetched into the library.
///
/// # Errors
/// [`DeviceFault::NotStored`].
pub async fn put_edition(edition: &Edition) -> Result<(), DeviceFault> {
    let path = Edition::path(&edition.id);
    let arrived = api::file(&path, false).await?;
    Edition::read(edition.id, &arrived.bytes).map_err(|fault| DeviceFault::Damaged(fault.to_string()))?;
    put(&path, &arrived.bytes).await
}

/// Fetches a picture into the library, unless it lies there. → what it weighed.
///
/// # Errors
/// What kept it from arriving or being put.
pub async fn fetch_picture(picture: &Picture) -> Result<u64, DeviceFault> {
    let path = picture.path();
    let arrived = api::file(&path, false).await?;
    if media_id(&arrived.bytes) != picture.media {
        return Err(DeviceFault::Damaged(path));
    }
    put(&path, &arrived.bytes).await?;
    Ok(arrived.weight)
}

/// The addresses of everything in the library.
pub async fn addresses() -> BTreeSet<String> {
    let listed = async {
        let keys: Array = settled(cache().await.ok()?.keys()).await.ok()?.dyn_into().ok()?;
        let path = |request: JsValue| {
            let url = Reflect::get(&request, &"url".into()).ok()?.as_string()?;
            web_sys::Url::new(&url).ok().map(|url| url.pathname())
        };
        let mut paths = BTreeSet::new();
        paths.extend(keys.iter().filter_map(path));
        Some(paths)
    };
    listed.await.unwrap_or_default()
}

/// What lies at an address.
pub async fn get(path: &str) -> Option<Vec<u8>> {
    let found: Response = settled(cache().await.ok()?.match_with_str(path)).await.ok()?.dyn_into().ok()?;
    let body = settled(found.array_buffer().ok()?).await.ok()?;
    Some(Uint8Array::new(&body).to_vec())
}

/// Puts bytes at an address.
///
/// # Errors
/// [`DeviceFault::NotStored`].
pub async fn put(path: &str, bytes: &[u8]) -> Result<(), DeviceFault> {
    let put = async {
        let headers = Headers::new()?;
        headers.set("content-type", content_type(path))?;
        let init = ResponseInit::new();
        init.set_headers(&headers);
        let response = Response::new_with_opt_js_u8_array_and_init(Some(&Uint8Array::from(bytes)), &init)?;
        settled(cache().await?.put_with_str(path, &response)).await.map(|_| ())
    };
    put.await.map_err(|_: JsValue| DeviceFault::NotStored("the library refused".into()))
}

/// Takes something out.
pub async fn delete(path: &str) {
    if let Ok(cache) = cache().await {
        // What stays only takes room.
        settled(cache.delete_with_str(path)).await.ok();
    }
}

async fn cache() -> Result<Cache, JsValue> {
    // On an insecure address browsers have none.
    let caches: CacheStorage = Reflect::get(&window(), &"caches".into())?.dyn_into()?;
    settled(caches.open(NAME)).await?.dyn_into()
}

async fn settled(promise: Promise) -> Result<JsValue, JsValue> {
    JsFuture::from(promise).await
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("jpg") => "image/jpeg",
        Some("webp") => "image/webp",
        Some("json") => "application/json",
        Some("opus") => "audio/ogg",
        Some(_) | None => "application/octet-stream",
    }
}
