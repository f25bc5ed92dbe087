// The timetable as a grid. Without this, or on a phone, the page is the list of the day and each session's form.
import { Grid } from "./grid.js";
import { Moves } from "./moves.js";
import { Table } from "./table.js";
import { snap } from "./geometry.js";
import { hoursOf } from "./block.js";
import { listWarnings } from "./warnings.js";
import { useDragging } from "./drag.js";
import { useKeys } from "./keys.js";
import { usePolling } from "./poll.js";

const page = document.querySelector("[data-editor]");
const state = JSON.parse(page.querySelector("[data-state]").textContent);
const table = new Table(state, Number(page.dataset.day));
const grid = new Grid(page, table);
const part = (name) => page.querySelector(`[data-${name}]`);
const moves = new Moves({ table, token: page.dataset.token, tell, drawn });
// How often the grid was drawn: more than once, and the list of the day is no longer what it was.
let drawings = 0;

showByWidth();
drawn();
useDragging({ page, grid, table, moves });
useKeys({ page, grid, table, moves, say: sayPlace, undo });
usePolling({ table, moves, mark: state.mark, changed });
part("undo").addEventListener("click", undo);
page.addEventListener("click", openDay);
part("columns").addEventListener("dblclick", planHere);
toFirst();

function drawn() {
  drawings += 1;
  grid.draw();
  listWarnings(page, table);
  part("undo").disabled = !moves.canUndo;
  part("grid-part").setAttribute("aria-busy", moves.isBusy);
  const count = part("pending");
  if (count) Object.assign(count, { textContent: table.pending, hidden: !table.pending });
  part("unpublished").hidden = !table.pending;
}

// Wide enough for a grid: the list gives way. A tablet that is turned reads the list anew once something has moved, of which
// the list knows nothing.
function showByWidth() {
  const wide = matchMedia("(min-width: 48rem)");
  const show = () => {
    part("grid-part").hidden = !wide.matches;
    part("list-part").hidden = wide.matches;
  };
  show();
  wide.addEventListener("change", () => (drawings > 1 ? location.reload() : show()));
}

function tell({ saved, refused, message, others = [] }) {
  const box = part("told");
  box.hidden = !refused;
  if (refused) {
    const text = others.length ? `${message} ${table.say("now", { place: placeInWords(refused) })}` : message;
    part("told-text").textContent = text;
    const link = part("told-link");
    link.hidden = !table.get(refused);
    link.href = table.address("session", refused);
    others.forEach(mark);
    say(text);
  } else {
    const texts = table.warningsOf(saved).map((warning) => table.say("warning", { text: warning.text }));
    say([table.words.saved, ...texts].join(" "));
  }
}

function undo() {
  const last = moves.undo();
  if (!last) return say(table.words.nothing);
  const block = grid.block(last.code);
  block?.scrollIntoView({ block: "nearest", inline: "nearest" });
  say(`${table.words.undone} ${placeInWords(last.code)}`);
}

function changed(others) {
  drawn();
  for (const draft of others) {
    mark(draft);
    say(`${draft.title} – ${byWhom(draft)}`);
  }
}

function mark(draft) {
  grid.mark(draft.code, byWhom(draft));
}

function byWhom(draft) {
  return table.say("by", { name: draft.by || "–" });
}

function sayPlace(code) {
  say(placeInWords(code));
}

function placeInWords(code) {
  const place = table.place(code);
  const { title } = table.get(code);
  if (place.day === null) return table.say("to_parking", { title });
  return table.say("moved", { title, hours: hoursOf(table, place), room: table.roomName(place.room) });
}

function say(text) {
  part("said").textContent = text;
}

// Another day without loading the page, so that what can be undone stays.
function openDay(event) {
  const tab = event.target.closest("[data-day-tab]");
  if (!tab || part("grid-part").hidden || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  page.querySelectorAll("[data-day-tab]").forEach((one) => one.removeAttribute("aria-current"));
  tab.setAttribute("aria-current", "page");
  table.day = Number(tab.dataset.dayTab);
  history.replaceState(null, "", tab.href);
  drawn();
  toFirst();
}

// An empty place leads to a new session there.
function planHere(event) {
  const column = event.target.closest(".ed-column");
  if (!column || event.target.closest(".ed-block")) return;
  const { top, height } = column.getBoundingClientRect();
  const [from, to] = grid.span;
  const minute = snap(from + ((event.clientY - top) / height) * (to - from));
  const asked = new URLSearchParams({ day: table.day, room: column.dataset.room, start: Math.floor(minute / 15) * 15 });
  location.assign(`${table.urls.new}?${asked}`);
}

// The day is longer than the screen: begin where something happens, or at the session one comes back from.
function toFirst() {
  const block = location.hash.startsWith("#s-") ? grid.block(decodeURIComponent(location.hash.slice(3))) : null;
  if (block) return block.scrollIntoView({ block: "center", inline: "nearest" });
  const starts = table.shown(table.day).map((draft) => draft.start);
  if (!starts.length) return;
  const share = (Math.min(...starts) - grid.span[0]) / (grid.span[1] - grid.span[0]);
  grid.scroll.scrollTop = Math.max(0, share * grid.day.offsetHeight - 24);
}
