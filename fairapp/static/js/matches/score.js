// The score at the touch line. Every button is a form that works by itself; here its line is noted at once, kept on the
// phone and sent when there is a network. What is shown is always computed from all lines, those that wait among them.
import { newUuid } from "../scanner/uuid.js";
import { Outbox } from "./outbox.js";
import { coming, minuteAt, phase, PHASES, readMinute, score, standing } from "./state.js";

const data = JSON.parse(document.getElementById("match-data").textContent);
const find = (name) => document.querySelector(`[data-${name}]`);
const all = (name) => document.querySelectorAll(`[data-${name}]`);
const outbox = new Outbox(data);

let recorded = data.incidents;
let offset = Date.parse(data.serverTime) - Date.now();
let pressed = null;

const now = () => Date.now() + offset;
const waiting = () => outbox.lines.map((line) => ({ ...line, at: new Date(Date.parse(line.at) + offset).toISOString() }));
const kept = () => standing([...recorded, ...waiting()], data.terms);

function show() {
  const lines = kept();
  const here = phase(lines);
  const next = coming(lines, data.terms);
  score(lines).forEach((goals, i) => {
    find(`score="${i + 1}"`).textContent = goals;
  });
  const shots = lines.some((line) => line.kind === "shoot_out") ? ` (${score(lines, "shot").join(" – ")})` : "";
  find("phase").textContent = (next ? data.states[here ? here.kind : ""] : data.words.over) + shots;
  for (const part of all("phase-of")) part.hidden = part.dataset.phaseOf !== next;
  find("when-begun").hidden = !here || here.kind === "shoot_out";
  find("when-shots").hidden = !here || here.kind !== "shoot_out";
  showLog(lines);
  showState();
  tick();
}

function tick() {
  const here = phase(kept());
  const minute = minuteAt(here, now(), data.terms);
  find("clock").textContent = minute && `${minute}′`;
  for (const field of all("minute")) field.placeholder = minute || "45+2";
}

function showLog(lines) {
  const log = find("log");
  const unsent = new Set(outbox.lines.map(({ uuid }) => uuid));
  // Whoever is about to correct a line is not interrupted.
  if (log.querySelector("details[open]")) return;
  log.textContent = "";
  for (const line of lines.slice().reverse()) log.append(row(line, unsent.has(line.uuid)));
  find("log-empty").hidden = lines.length > 0;
}

function row(line, isUnsent) {
  const item = find("line").content.firstElementChild.cloneNode(true);
  const put = (name, text) => {
    item.querySelector(`[data-${name}]`).textContent = text;
  };
  const isPhase = Boolean(PHASES[line.kind]);
  put("when", line.minute && !isPhase ? `${line.minute}′` : "");
  put("what", what(line));
  put("team", line.side ? data.teams[line.side] : "");
  put("who", who(line));
  put("waits", isUnsent ? data.words.waits : "");
  if (isPhase && !isUnsent) item.querySelector("[data-break]").remove();
  for (const field of item.querySelectorAll("[name=undoes]")) field.value = line.uuid;
  const correct = item.querySelector("[data-correct]");
  if (isPhase) correct.remove();
  else correct.querySelector("[name=minute]").value = line.minute;
  return item;
}

function what(line) {
  const how = line.how && data.words[line.how];
  return how ? `${data.kinds[line.kind]} (${how})` : data.kinds[line.kind];
}

function who({ player, other }) {
  const names = [other, player].map((id) => id && data.players[id]).filter(Boolean);
  return names.join(" ⇄ ");
}

function showState() {
  const state = navigator.onLine === false ? "offline" : outbox.state;
  const box = find("state");
  const count = outbox.lines.length;
  box.dataset.state = state;
  find("waiting").hidden = !count;
  find("waiting").textContent = fill(data.words.waiting, { count });
  const word = find("state-word");
  if (state !== "signedOut") word.textContent = data.words[state];
  else if (!word.querySelector("a")) {
    const link = document.createElement("a");
    // In a tab of its own: whoever comes back to this one finds it as it was.
    Object.assign(link, { href: data.signIn, target: "_blank", textContent: data.words.signedOut });
    word.replaceChildren(link);
  }
}

function say(text) {
  const place = find("said");
  place.textContent = text;
  place.hidden = !text;
}

// The line that a form says, or null when its minute is none.
function read(form, button) {
  const fields = Object.fromEntries(new FormData(form));
  if (button && button.name) fields[button.name] = button.value;
  const isPhase = Boolean(PHASES[fields.kind]);
  const minute = readMinute(fields.minute || "");
  if (minute === null) return null;
  const ago = Math.min(Math.max(parseInt(fields.ago, 10) || 0, 0), 60);
  const line = { uuid: newUuid(), kind: fields.kind, at: new Date(Date.now() - (isPhase ? ago * 60000 : 0)).toISOString() };
  if (fields.undoes) return { ...line, undoes: fields.undoes, minute };
  const here = phase(kept());
  return {
    ...line,
    side: Number(fields.side || 0),
    player: Number(fields.own || fields.player) || null,
    other: Number(fields.other) || null,
    // In a break the minute is that which closed the half.
    minute: isPhase ? minuteAt(here, now(), data.terms) : minute || minuteAt(here, now(), data.terms) || (here && here.minute) || "",
    how: "own" in fields ? "own" : fields.penalty ? "penalty" : fields.how || "",
  };
}

document.addEventListener("click", (event) => {
  pressed = event.target.closest("button");
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-note]");
  if (!form) return;
  event.preventDefault();
  const line = read(form, event.submitter || pressed);
  if (!line) return say(data.words.badMinute);
  form.reset();
  for (const details of document.querySelectorAll(".score-page details[open]")) details.open = false;
  document.activeElement.blur();
  outbox.add(line);
  const said = line.undoes ? form.querySelector("button").textContent.trim() : what(line);
  say(fill(data.words.noted, { what: [line.minute && `${line.minute}′`, said, who(line)].filter(Boolean).join(" ") }));
  find("said").scrollIntoView({ block: "nearest" });
});

// One at a time: an open form has the width of the screen.
document.addEventListener(
  "toggle",
  (event) => {
    if (!event.target.open || !event.target.matches("[data-act]")) return;
    for (const other of all("act")) if (other !== event.target) other.open = false;
  },
  true,
);

outbox.addEventListener("answer", ({ detail }) => {
  recorded = detail.incidents;
  offset = Date.parse(detail.serverTime) - Date.now();
});
outbox.addEventListener("refused", ({ detail: { line, reason } }) => {
  const item = document.createElement("li");
  item.className = "notice error";
  item.textContent = fill(data.words.refused, { what: line ? [line.minute && `${line.minute}′`, data.kinds[line.kind], who(line)].filter(Boolean).join(" ") : "?", reason });
  find("refusals").append(item);
});
outbox.addEventListener("change", show);
addEventListener("online", showState);
addEventListener("offline", showState);
setInterval(tick, 1000);
show();
outbox.send();
outbox.follow();

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
