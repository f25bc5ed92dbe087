// The hall's screen: what is on and what comes next, in each language in turn. It asks for the programme every half
// minute; without network it goes on by what it has, for the programme of a day is all it needs.
import { inLanguage, onAir, turnOf } from "./on-air.js";

const FEED_MS = 30000;
const TURN_MS = 12000;
const ROWS = 4;
const CHANGES = 2;

const body = document.body;
const { feed, zone } = body.dataset;
const kinds = JSON.parse(body.dataset.kinds);
const sections = [...document.querySelectorAll("[data-language]")];
const row = document.querySelector("template[data-row]");
const store = `screen:${feed}`;

let programme = read();
let turn = 0;
let since = null;
// The fair's moment is the server's. A television's own clock may say anything, and be set while we run.
let offset = Date.parse(body.dataset.at) - performance.now();

function moment() {
  return performance.now() + offset;
}

function clock(at, language) {
  return new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone, numberingSystem: "latn" }).format(at);
}

function show() {
  if (!programme) return;
  const at = moment();
  const found = onAir(programme.sessions, at, zone);
  const rooms = Object.fromEntries(programme.fair.rooms.map((room) => [room.code, room.name]));
  for (const section of sections) fillSection(section, found, rooms, at);
}

function fillSection(section, found, rooms, at) {
  const { language, until, moved, cancelled, page } = section.dataset;
  const where = (s) => (s.room ? inLanguage(rooms[s.room] || {}, language) : "");
  const line = (session, when, place) => makeRow(session, language, when, place);
  const round = Math.floor(turn / sections.length);
  const now = turnOf(found.now, ROWS, round);
  const changes = turnOf(found.changes, CHANGES, round);
  put(section, "now", now.shown.map((s) => line(s, "", [where(s), until.replace("{time}", clock(Date.parse(s.ends_at), language))])));
  put(section, "next", found.next.map((s) => line(s, clock(Date.parse(s.starts_at), language), [where(s)])));
  put(section, "changes", changes.shown.map((s) => line(s, s.status === "cancelled" ? cancelled : moved, [where(s), clock(Date.parse(s.starts_at), language)])));
  part(section, "page").textContent = now.pages > 1 ? page.replace("{page}", now.page).replace("{pages}", now.pages) : "";
  part(section, "nothing").hidden = found.now.length > 0 || found.isOver;
  part(section, "over").hidden = !found.isOver;
  part(section, "next-block").hidden = found.next.length === 0;
  part(section, "next-day").textContent = found.nextIsToday || !found.next.length ? "" : day(Date.parse(found.next[0].starts_at), language);
  part(section, "changes-block").hidden = found.changes.length === 0;
  part(section, "day").textContent = day(at, language);
}

function day(at, language) {
  return new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long", timeZone: zone, numberingSystem: "latn" }).format(at);
}

function makeRow(session, language, when, place) {
  const made = row.content.cloneNode(true).firstElementChild;
  const icon = document.querySelector(`template[data-icon="${session.kind.code}"]`);
  if (kinds[session.kind.code]) made.classList.add(`c-${kinds[session.kind.code]}`);
  if (icon) part(made, "icon").append(icon.content.cloneNode(true));
  part(made, "when").textContent = when;
  part(made, "title").textContent = inLanguage(session.title, language);
  part(made, "where").textContent = place.filter(Boolean).join(" · ");
  part(made, "live").textContent = session.live || "";
  made.classList.toggle("off", session.status === "cancelled");
  return made;
}

function put(section, name, rows) {
  part(section, name).replaceChildren(...rows);
}

function part(within, name) {
  return within.querySelector(`[data-part="${name}"]`);
}

function tick() {
  const at = moment();
  document.querySelector("[data-clock]").textContent = clock(at, document.documentElement.lang);
  const away = document.querySelector("[data-away]");
  away.hidden = since === null;
  if (since !== null) away.textContent = away.dataset.away.replace("{time}", clock(since, document.documentElement.lang));
}

function nextTurn() {
  turn += 1;
  sections.forEach((section, i) => {
    section.hidden = i !== turn % sections.length;
  });
  show();
}

async function ask() {
  try {
    const answer = await fetch(feed, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.status);
    programme = await answer.json();
    since = null;
    keep();
  } catch {
    since ??= moment();
  }
  show();
}

// After a power cut without network, the page from the browser's store says an old moment; what was kept is newer.
function read() {
  try {
    return JSON.parse(localStorage.getItem(store))?.programme ?? null;
  } catch {
    return null;
  }
}

function keep() {
  try {
    localStorage.setItem(store, JSON.stringify({ programme, ahead: moment() - Date.now() }));
  } catch {
    // A full or forbidden store: the screen runs without.
  }
}

async function begin() {
  await ask();
  if (since !== null && programme) {
    offset = Date.now() + (JSON.parse(localStorage.getItem(store))?.ahead ?? 0) - performance.now();
    since = moment();
  }
  show();
  tick();
  setInterval(tick, 1000);
  setInterval(show, 5000);
  setInterval(nextTurn, TURN_MS);
  setInterval(ask, FEED_MS);
}

document.addEventListener("click", () => document.documentElement.requestFullscreen?.().catch(() => {}));
document.addEventListener("visibilitychange", stayAwake);
async function stayAwake() {
  if (!document.hidden) await navigator.wakeLock?.request("screen").catch(() => {});
}

stayAwake();
begin();
