// The service worker of the citizens' app: one page load uses one build, and a build is either whole or not there.
//
// It keeps the app itself. What is learnt (editions, pictures) lies in the cache "library", which only the app fills
// (src/device/library.rs); statements lie in IndexedDB, which nothing here touches.

// `cargo xtask build` fills in both lines. An unfilled worker (a developer's server) keeps out of the way.
const BUILD = "";
const PRECACHE = [];

const APP = `app-${BUILD}`;
const LIBRARY = "library";
// Pictures shown without being downloaded: a courtesy, bounded, and counted as no download.
const SEEN = "seen";
const SEEN_MOST = 120;

const LISTED = new Set(PRECACHE.map(([address]) => address));
// The shell is the one HTML page of the list. Its links are absolute, so that it serves every address.
const SHELL = PRECACHE.map(([address]) => address).find((address) => address.endsWith(".html"));

// Install: every file, checked against its digest, or nothing. A failure leaves the build before it at work; what had
// arrived stays in this build's own cache, so that the next try on a poor network has less to fetch.
self.addEventListener("install", (event) => event.waitUntil(install()));

async function install() {
  const cache = await caches.open(APP);
  await Promise.all(PRECACHE.map(async ([address, integrity]) => {
    if (await cache.match(address)) return;
    const get = (from) => fetch(address, { integrity, cache: from, redirect: "error", credentials: "omit" });
    // What the page has just loaded needn't cross the network twice; a copy that isn't ours is fetched anew.
    const response = await get("default").catch(() => get("reload"));
    if (response.status !== 200) throw new Error(`${address} answered ${response.status}`);
    await cache.put(address, response);
  }));
}

// A new build waits until the person asks for it: never in the middle of a lesson.
self.addEventListener("message", (event) => {
  if (event.data === "apply") self.skipWaiting();
});

self.addEventListener("activate", (event) => event.waitUntil(activate()));

async function activate() {
  const others = (await caches.keys()).filter((name) => name.startsWith("app-") && name !== APP);
  // Only the first build takes over a page that loaded without it; that page is of the same build.
  if (others.length === 0) return self.clients.claim();
  // A still newer build that is being installed just now needs its cache; the next activation clears up.
  if (self.registration.installing) return undefined;
  return Promise.all(others.map((name) => caches.delete(name)));
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (BUILD === "" || request.method !== "GET" || origin !== self.location.origin) return;
  if (pathname.startsWith("/api/") || pathname === "/desk" || pathname.startsWith("/desk/")) return;
  if (request.mode === "navigate") {
    if (pathname.endsWith("/")) event.respondWith(shell(request));
    else if (!pathname.split("/").pop().includes(".")) event.respondWith(fetch(request).catch(() => shell(request)));
  } else if (LISTED.has(pathname)) {
    event.respondWith(own(pathname, request));
  } else if (/^\/(editions|media|units|curriculum)\//.test(pathname) && !["no-cache", "reload", "no-store"].includes(request.cache)) {
    event.respondWith(fromLibrary(event, pathname));
  }
  // Anything else, and whatever is missing, gets the network's own answer: never a page in place of a file.
});

// A learner's address: the shell of this build, so that the page and its script belong together.
async function shell(request) {
  return (await caches.match(SHELL, { cacheName: APP })) || fetch(request);
}

async function own(address, request) {
  return (await caches.match(address, { cacheName: APP })) || fetch(request);
}

async function fromLibrary(event, address) {
  for (const cacheName of [LIBRARY, SEEN]) {
    const kept = await caches.match(address, { cacheName });
    if (kept) return kept;
  }
  const response = await fetch(event.request);
  if (response.status === 200 && address.startsWith("/media/")) {
    event.waitUntil(keepSeen(address, response.clone()).catch(() => undefined));
  }
  return response;
}

// Keeps a picture whose bytes are those its name promises, and lets the oldest go.
async function keepSeen(address, response) {
  const bytes = await response.clone().arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const hash = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (!address.startsWith(`/media/${hash}.`)) return;
  const cache = await caches.open(SEEN);
  await cache.put(address, response);
  const kept = await cache.keys();
  await Promise.all(kept.slice(0, Math.max(0, kept.length - SEEN_MOST)).map((request) => cache.delete(request)));
}
