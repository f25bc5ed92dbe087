// One session as a block: a link to its form, with its hours, its title and what is wrong with it.
import { clock } from "./geometry.js";

const icons = new Map();

export function icon(name) {
  if (!icons.has(name)) {
    const template = [...document.querySelectorAll("template[data-icon]")].find((one) => one.dataset.icon === name);
    icons.set(name, template ? template.content.firstElementChild : document.createElement("span"));
  }
  return icons.get(name).cloneNode(true);
}

export function makeBlock(table, code) {
  const block = document.createElement("a");
  block.href = table.address("session", code);
  block.dataset.code = code;
  block.draggable = false;
  return block;
}

// Writes only when something is different, so that drawing a day anew costs what has changed.
export function fillBlock(block, table, draft, warnings) {
  const labels = warnings.map((warning) => warning.label);
  const look = JSON.stringify([draft, labels]);
  if (block.look === look) return;
  block.look = look;
  const isParked = draft.day === null;
  block.className = `ed-block kind c-${draft.kind}`;
  block.classList.toggle("is-short", !isParked && draft.minutes < 40);
  block.classList.toggle("is-off", draft.cancelled);
  block.classList.toggle("is-held", draft.held);
  block.classList.toggle("has-warning", labels.length > 0);
  const parts = [part("ed-hours", isParked ? [`${draft.minutes} min`] : [hoursOf(table, draft)])];
  // The column says it to the eye.
  if (!isParked) parts.push(part("hidden", [table.roomName(draft.room)]));
  const name = part("ed-name", [icon(draft.icon), draft.title]);
  name.lang = draft.lang;
  name.dir = "auto";
  // Before the title, which may be longer than the block.
  if (draft.cancelled) parts.push(sign("cross", table.words.cancelled));
  if (draft.held) parts.push(sign("lock", table.words.held));
  parts.push(...labels.map((label) => sign("warning", label)), name);
  if (!isParked) parts.push(edge());
  block.textContent = "";
  block.append(...parts);
}

export function hoursOf(table, { start, minutes }) {
  return table.say("hours", { start: clock(start), end: clock(start + minutes) });
}

// Who has just changed it, for a few seconds.
export function markBlock(block, text) {
  block.querySelector(".ed-who")?.remove();
  block.append(part("ed-who", [text]));
  block.classList.add("is-changed");
  setTimeout(() => {
    block.classList.remove("is-changed");
    block.querySelector(".ed-who")?.remove();
  }, 8000);
}

function sign(name, word) {
  const found = part("ed-sign", [icon(name), word]);
  found.title = word;
  return found;
}

function edge() {
  const found = part("ed-edge", []);
  found.dataset.edge = "";
  return found;
}

function part(className, content) {
  const found = document.createElement("span");
  found.className = className;
  found.append(...content);
  return found;
}
