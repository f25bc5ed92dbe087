// Service worker of the passes (scope /p/): network first, the kept page when there is none, nothing else.
// It keeps the pass itself and its style sheets, and forgets a pass as soon as the server no longer knows it.
const CACHE = "pass-1";
const PASS = /^\/p\/[\w-]{16,}$/;
const PATIENCE = 4000;
const MOST = 20;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  const { page, files } = event.data;
  if (PASS.test(new URL(page).pathname)) event.waitUntil(Promise.all([...files, page].map(fetchAndKeep)));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate" && PASS.test(url.pathname)) event.respondWith(newest(url));
  else if (url.pathname.startsWith("/static/") || url.pathname.endsWith(".css")) event.respondWith(keptFirst(request));
});

async function newest(url) {
  const key = url.origin + url.pathname;
  const cache = await caches.open(CACHE);
  const kept = await cache.match(key);
  const fresh = fetch(url.href, { redirect: "manual", credentials: "same-origin" }).then((answer) => {
    if (answer.ok) cache.put(key, answer.clone());
    else if (answer.status === 404) cache.delete(key);
    return answer;
  });
  if (!kept) return fresh;
  // What the address says has just changed, as a seat taken, is not shown as it was before.
  if (url.search) return fresh.catch(() => kept);
  // On a line that hardly moves, a pass at once is worth more than a newer one later.
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, kept));
  return Promise.race([fresh.catch(() => kept), late]);
}

async function keptFirst(request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(request.url)) || fetch(request);
}

async function fetchAndKeep(address) {
  const cache = await caches.open(CACHE);
  const answer = await fetch(address, { redirect: "manual", credentials: "same-origin" });
  if (answer.ok) await cache.put(address, answer);
  const keys = await cache.keys();
  for (const old of keys.slice(0, Math.max(0, keys.length - MOST))) await cache.delete(old);
}
