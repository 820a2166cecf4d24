// The kill switch: serve this file as /sw.js and every phone is rid of its service worker within one navigation.
// It removes the kept app only. IndexedDB (what was learnt) and the cache "library" (what was downloaded) stay.

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => event.waitUntil(retire()));

async function retire() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("app-")).map((name) => caches.delete(name)));
  // Only pages that an older worker controls: a page that has just registered this file isn't reloaded in a circle.
  const pages = await self.clients.matchAll({ type: "window" });
  await self.registration.unregister();
  await Promise.all(pages.map((page) => page.navigate(page.url).catch(() => undefined)));
}
