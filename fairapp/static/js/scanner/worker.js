// Service worker of the scanner. The server puts `SET` before it: a version, and every file of it with its digest. All of them are kept
// or none: a version that could not be fetched whole never takes the place of the one that works. Of the page's languages it keeps the one
// that is read, and any other once it has been opened. The search by name is kept by phones that may.
const PREFIX = "scan ";
const NAME = PREFIX + SET.version;
const SHELL = "/scan/";
const SETTINGS = "scan-settings";
const LANGUAGE = "/scan/language";
const NAMES = "/scan/names";

self.addEventListener("install", (event) => event.waitUntil(keepAll()));

self.addEventListener("activate", (event) => event.waitUntil(begin()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode !== "navigate") {
    if (isOurs(url)) event.respondWith(kept(url, request));
  } else if (url.pathname === SHELL) event.respondWith(shell(url, request));
  // Pages of the team are below this address as well. Without network the scanner itself is the next best.
  else event.respondWith(fetch(request).catch(() => Response.redirect(SHELL)));
});

self.addEventListener("message", (event) => {
  const { data, ports } = event;
  if (data.go) self.skipWaiting();
  if (data.isReady) event.waitUntil(isWhole().then((whole) => ports[0].postMessage(whole)));
});

function isOurs(url) {
  return [...SET.files, ...SET.names].some(([address]) => address === url.pathname + url.search);
}

async function keepAll() {
  const cache = await caches.open(NAME);
  await Promise.all((await needed()).map(([address, digest]) => keep(cache, address, digest)));
}

async function needed() {
  const settings = await caches.open(SETTINGS);
  const names = (await settings.match(NAMES)) ? SET.names : [];
  return [...SET.files, ...names, pageIn(await language())];
}

function pageIn(code) {
  return SET.pages.find(([address]) => address === `${SHELL}?lang=${code}`) || SET.pages[0];
}

async function language() {
  const settings = await caches.open(SETTINGS);
  const last = await settings.match(LANGUAGE);
  return last ? last.text() : "fr";
}

// What an earlier version has kept already is not fetched again.
async function keep(cache, address, digest) {
  for (const find of [() => caches.match(address), () => fetch(address, { cache: "no-cache", credentials: "omit" })]) {
    const answer = await find();
    if (answer?.ok && !answer.redirected && (await digestOf(answer.clone())) === digest) return cache.put(address, answer);
  }
  throw new Error(`${address} is of another version`);
}

async function digestOf(answer) {
  const digest = await crypto.subtle.digest("SHA-256", await answer.arrayBuffer());
  return Array.from(new Uint8Array(digest, 0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function begin() {
  for (const name of await caches.keys()) if (name.startsWith(PREFIX) && name !== NAME) await caches.delete(name);
  await self.clients.claim();
}

async function kept(url, request) {
  const cache = await caches.open(NAME);
  return (await cache.match(url.pathname + url.search)) || fetch(request);
}

async function shell(url, request) {
  const cache = await caches.open(NAME);
  const before = await language();
  const wanted = url.searchParams.get("lang") || before;
  const [address, digest] = pageIn(wanted);
  if (wanted !== before && SET.pages.some(([page]) => page === `${SHELL}?lang=${wanted}`)) {
    if (!(await cache.match(address))) await keep(cache, address, digest).catch(() => {});
    if (await cache.match(address)) await remember(wanted);
  }
  const [last] = pageIn(before);
  return (await cache.match(address)) || (await cache.match(last)) || fetch(request);
}

async function remember(language) {
  const settings = await caches.open(SETTINGS);
  await settings.put(LANGUAGE, new Response(language));
}

// Browsers short of space throw things away; whoever says "ready" must have looked.
async function isWhole() {
  const cache = await caches.open(NAME);
  const found = await Promise.all((await needed()).map(([address]) => cache.match(address)));
  if (found.every(Boolean)) return true;
  return keepAll().then(() => true, () => false);
}
