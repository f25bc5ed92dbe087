// Service worker of the passes (scope /p/): network first, the kept copy when there is none, nothing else.
// Of each pass it keeps one copy a language, with its style sheets, and says of a copy that it is one. A pass that the
// server no longer knows, or that leads to another one, is forgotten.
const CACHE = "passes";
const PASS = /^\/p\/[\w-]{16,}$/;
// As templates write them: what a copy is shown with, the note that it is one, what was said on one visit.
const FILES = /<link rel="(?:stylesheet|icon)" href="(\/[^"]+)"/g;
const NOTE = "<div data-kept hidden";
const SAID = '<div class="wrap" role="status">';
const PATIENCE = 4000;
// Five passes, a family's phone, in three languages; for as long as the browser is known by its passes.
const MOST = 15;
const SEASON = 120 * 24 * 3600 * 1000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(Promise.all([forgetOlderCaches(), self.clients.claim()])));

// A page that came before this worker is fetched once more.
self.addEventListener("message", (event) => {
  const url = new URL(event.data);
  if (PASS.test(url.pathname)) event.waitUntil(fetchAndKeep(pageOf(url)));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate" && PASS.test(url.pathname)) event.respondWith(newest(event, url));
  else if (url.pathname.startsWith("/static/") || url.pathname.endsWith(".css")) event.respondWith(keptFirst(request));
});

async function newest(event, url) {
  const copy = await copyOf(url);
  const answered = fetch(event.request);
  event.waitUntil(answered.then((answer) => follow(answer.clone(), url)).catch(() => {}));
  if (!copy) return answered;
  // A server that is ill knows no better than the copy.
  const fresh = answered.then((answer) => (isRefused(answer) ? show(copy) : answer), () => show(copy));
  // What the address says has just changed, as a seat taken, is not shown as it was before.
  if (hasNews(url)) return fresh;
  // On a line that hardly moves, a pass at once is worth more than a newer one later.
  const late = new Promise((resolve) => setTimeout(() => resolve(null), PATIENCE));
  return (await Promise.race([fresh, late])) ?? show(copy);
}

// What an answer means for the copies. News are told once: what is kept is the pass without them.
async function follow(answer, url) {
  if (answer.type === "opaqueredirect" || answer.status === 404) return forget(url);
  if (!answer.ok) return;
  const isNews = hasNews(url) || (await answer.clone().text()).includes(SAID);
  await (isNews ? fetchAndKeep(pageOf(url)) : keep(answer, url));
}

function isRefused(answer) {
  return answer.status >= 500 || answer.status === 429;
}

function hasNews(url) {
  return [...url.searchParams.keys()].some((name) => name !== "lang");
}

function pageOf(url) {
  return new URL(url.pathname, url.origin);
}

async function fetchAndKeep(url) {
  const answer = await fetch(url, { redirect: "manual", credentials: "same-origin" });
  if (answer.ok) await keep(answer, url);
}

async function keep(answer, url) {
  const cache = await caches.open(CACHE);
  const language = answer.headers.get("content-language") ?? "";
  const text = await answer.clone().text();
  await cache.put(`${pageOf(url)}?lang=${language}`, answer);
  await Promise.all([...text.matchAll(FILES)].map(([, file]) => keepFile(cache, file)));
  await tidy(cache);
}

async function keepFile(cache, file) {
  if (await cache.match(file)) return;
  const answer = await fetch(file);
  if (answer.ok) await cache.put(file, answer);
}

// The copy in the language that is asked for, else the one that was looked at last.
async function copyOf(url) {
  const cache = await caches.open(CACHE);
  const asked = `${pageOf(url)}?lang=${url.searchParams.get("lang")}`;
  const chosen = await cache.match(asked);
  if (chosen) await cache.put(asked, chosen.clone());
  return chosen ?? (await cache.matchAll(pageOf(url), { ignoreSearch: true })).at(-1);
}

async function show(copy) {
  const headers = new Headers(copy.headers);
  for (const name of ["content-encoding", "content-length"]) headers.delete(name);
  return new Response((await copy.text()).replace(NOTE, "<div data-kept"), { headers });
}

async function keptFirst(request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(request.url)) || fetch(request);
}

async function forget(url) {
  const cache = await caches.open(CACHE);
  await cache.delete(pageOf(url), { ignoreSearch: true });
}

async function forgetOlderCaches() {
  const older = (await caches.keys()).filter((name) => name.startsWith("pass") && name !== CACHE);
  await Promise.all(older.map((name) => caches.delete(name)));
}

// Copies that are too many or too old go, and the files that no copy names.
async function tidy(cache) {
  const keys = await cache.keys();
  const copies = keys.filter(({ url }) => PASS.test(new URL(url).pathname));
  const texts = [];
  for (const [left, key] of copies.reverse().entries()) {
    const copy = await cache.match(key);
    const age = Date.now() - Date.parse(copy?.headers.get("date"));
    if (left < MOST && !(age > SEASON)) texts.push(await copy?.text());
    else await cache.delete(key);
  }
  for (const key of keys.filter((other) => !copies.includes(other))) {
    const { pathname, search } = new URL(key.url);
    if (!texts.some((text) => text?.includes(`"${pathname}${search}"`))) await cache.delete(key);
  }
}
