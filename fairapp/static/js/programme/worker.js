// Service worker of a fair's programme: the network first, the kept page where there is none or it is too slow.
// It keeps days, sessions and the agenda as anybody sees them, and what they are made of; nothing of the team or of one
// person, which the server marks by letting nobody keep it.
const FAIR = new URL(self.location).pathname.replace(/worker\.js$/, "");
const NAME = `programme-1:${FAIR}`;
const PAGE = /^programme(\/[\w-]+)?$/;
const ASKED = ["day", "kind", "room", "language", "q", "s"];
const PATIENCE = 4000;
const MOST = 250;
const LANGUAGE = `${FAIR}language`;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  const { pages, files, language } = event.data;
  const own = pages.map((page) => new URL(page, location)).filter(isPage);
  event.waitUntil(keepAll(own, files, language));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate" && isPage(url)) event.respondWith(newest(event, url));
  else if (isFile(url)) event.respondWith(keptFirst(request));
});

function isPage(url) {
  return url.origin === location.origin && url.pathname.startsWith(FAIR) && PAGE.test(url.pathname.slice(FAIR.length));
}

function isFile(url) {
  return url.pathname.startsWith("/static/") || (url.pathname.startsWith(FAIR) && url.pathname.endsWith(".css"));
}

// What the page is about, and the language that it is in.
function keyOf(url, language) {
  const asked = ASKED.filter((name) => url.searchParams.get(name)).map((name) => [name, url.searchParams.get(name)]);
  return `${url.origin}${url.pathname}?${new URLSearchParams([...asked, ["lang", language]])}`;
}

async function newest(event, url) {
  const fresh = fetch(event.request).then((answer) => {
    event.waitUntil(keep(url, answer.clone()));
    return answer;
  });
  const kept = await found(url);
  if (!kept) return fresh;
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE)).then(() => copy(kept.clone()));
  // A server that fails is no better than none.
  const good = fresh.then((answer) => (answer.status < 500 ? answer : copy(kept)), () => copy(kept));
  return Promise.race([good, late]);
}

async function found(url) {
  const cache = await caches.open(NAME);
  const last = await cache.match(LANGUAGE);
  const wanted = url.searchParams.get("lang") || (last ? await last.text() : "fr");
  return cache.match(keyOf(url, wanted));
}

async function keep(url, answer) {
  const language = answer.headers.get("Content-Language");
  const kept = answer.headers.get("Cache-Control") || "";
  const cache = await caches.open(NAME);
  if (answer.status === 404 || answer.status === 410) await forget(cache, url);
  if (!answer.ok || answer.redirected || !language || !/max-age/.test(kept)) return;
  await cache.put(LANGUAGE, new Response(language));
  await cache.put(keyOf(url, language), answer);
}

async function forget(cache, url) {
  for (const language of ["fr", "en", "ar"]) await cache.delete(keyOf(url, language));
}

async function keepAll(pages, files, language) {
  const cache = await caches.open(NAME);
  for (const file of files) if (isFile(new URL(file)) && !(await cache.match(file))) await cache.add(file).catch(() => {});
  for (const [number, url] of pages.entries()) {
    // The page that is read has just come; the days are fetched once, and again when they are opened.
    if (number && (await cache.match(keyOf(url, language)))) continue;
    await fetch(url, { credentials: "same-origin" }).then((answer) => keep(url, answer), () => {});
  }
  const keys = await cache.keys();
  for (const old of keys.slice(0, Math.max(0, keys.length - MOST))) await cache.delete(old);
}

async function keptFirst(request) {
  const cache = await caches.open(NAME);
  return (await cache.match(request.url)) || fetch(request);
}

// The page says in its own words that it is a copy, and of when.
async function copy(answer) {
  const at = new Date(answer.headers.get("Date"));
  const language = answer.headers.get("Content-Language");
  const two = (number) => String(number).padStart(2, "0");
  const said = {
    hour: two(at.getHours()),
    minute: two(at.getMinutes()),
    date: at.toLocaleDateString(language, { day: "numeric", month: "short" }),
  };
  const isToday = at.toDateString() === new Date().toDateString();
  const page = (await answer.text())
    .replace('class="kept-copy" hidden', 'class="kept-copy"')
    .replace(/<span data-today="([^"]*)" data-earlier="([^"]*)">/, (_all, today, earlier) => {
      const words = (isToday ? today : earlier).replace(/{(\w+)}/g, (_name, name) => said[name]);
      return `<span>${words}`;
    });
  const headers = new Headers(answer.headers);
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  return new Response(page, { headers });
}
