// A screen left to itself. A pass before the camera, a keyboard-wedge scanner and a typed code all end in `ask`; whatever is
// shown goes by itself, and with it the language that somebody has chosen.
import { printBadge } from "../badges/paper.js";
import { Camera } from "../scanner/camera.js";
import { badgeOf } from "../scanner/codes.js";
import { Decoder } from "../scanner/decoder.js";
import { Sounds } from "../scanner/sounds.js";
import { fill } from "../scanner/verdict.js";
import { listenForWedge } from "../scanner/wedge.js";

const SHOWN_MS = { printing: 9000, mismatch: 6000 };
const SHOWN_ELSE_MS = 12000;
// Somebody else may come before the answer has gone, but nobody's answer is taken away at once.
const AT_LEAST_MS = 2500;
// A phone is held there for a while after it was read.
const SAME_CODE_MS = 4000;
const IDLE_MS = 45000;
// Whatever ails the camera, there is one thing to do.
const PROBLEM = new Proxy({}, { get: () => "noCamera" });

const data = JSON.parse(document.getElementById("kiosk-data").textContent);
const { body } = document;
const find = (name) => document.querySelector(`[data-${name}]`);
const answer = find("answer");
const typing = find("typing");
const sounds = new Sounds();

let words = data.words[data.home];
let last = { code: "", at: 0 };
let shown = { outcome: "", name: "", at: 0 };
let isAsking = false;
let problem = "";
let timer = 0;
let idle = 0;

function speak(language) {
  words = data.words[language];
  Object.assign(document.documentElement, { lang: language, dir: words.dir });
  document.title = words.title;
  find("title").dataset.word = typing.hidden ? "show" : "title";
  for (const part of document.querySelectorAll("[data-word]")) part.textContent = words[part.dataset.word];
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === language));
  }
  note(problem);
  if (!answer.hidden) say();
}

function onCode(text) {
  const code = badgeOf(text).slice(2);
  const now = performance.now();
  const isSame = code === last.code && now - last.at < SAME_CODE_MS;
  last = { code, at: now };
  const isTooSoon = !answer.hidden && now - shown.at < AT_LEAST_MS;
  if (!isSame && !isAsking && !isTooSoon) ask({ code });
}

async function ask(fields) {
  isAsking = true;
  show("wait");
  try {
    const told = await send(fields);
    if (told.outcome === "printing") await printBadge({ picture: told.picture, paper: data.paper });
    show(told.outcome, told.name);
  } catch {
    show("failed");
  }
  isAsking = false;
  last.at = performance.now();
}

async function send(fields) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  const headers = { "X-CSRFToken": body.dataset.token };
  const sent = await fetch(body.dataset.kiosk, { method: "POST", body: form, headers, redirect: "error" });
  // Somebody has ended the kiosk, or taken back the right to it: the page says what to do.
  if (sent.status === 403) location.reload();
  if (!sent.ok) throw new Error(String(sent.status));
  return sent.json();
}

function show(outcome, name = "") {
  clearTimeout(timer);
  shown = { outcome, name, at: performance.now() };
  say();
  answer.dataset.look = outcome === "wait" || outcome === "printing" ? outcome : "reception";
  answer.hidden = false;
  if (outcome === "wait") return;
  if (outcome !== "mismatch") close();
  sounds.play(outcome === "printing" ? "admitted" : "ask");
  timer = setTimeout(leave, SHOWN_MS[outcome] || SHOWN_ELSE_MS);
}

function say() {
  const [said, then] = shown.outcome === "wait" ? [words.wait, ""] : words.answers[shown.outcome];
  find("said").textContent = fill(said, { name: shown.name });
  find("then").textContent = then;
}

function leave() {
  clearTimeout(timer);
  answer.hidden = true;
  // The name is on no screen that nobody looks at.
  shown = { outcome: "", name: "", at: 0 };
  find("said").textContent = "";
  rest();
}

function type() {
  turnTo(true);
  typing.elements.reference.focus();
}

function close() {
  typing.reset();
  turnTo(false);
}

function turnTo(isTyping) {
  typing.hidden = !isTyping;
  find("camera-part").hidden = isTyping;
  body.classList.toggle("is-typing", isTyping);
  speak(document.documentElement.lang);
}

// Nobody is there any more: as it was for the first.
function rest() {
  clearTimeout(idle);
  idle = setTimeout(() => {
    if (isAsking || !answer.hidden) return rest();
    close();
    speak(data.home);
  }, IDLE_MS);
}

function note(key) {
  problem = key;
  const part = find("note");
  part.hidden = !key;
  part.textContent = key ? words.noCamera : "";
}

for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => speak(button.dataset.language));
}
find("type-code").addEventListener("click", type);
find("back").addEventListener("click", close);
answer.addEventListener("click", () => !isAsking && leave());
typing.addEventListener("submit", (event) => {
  event.preventDefault();
  const { reference, tail } = typing.elements;
  if (!isAsking) ask({ reference: reference.value, tail: tail.value });
});
for (const kind of ["pointerdown", "keydown"]) {
  document.addEventListener(kind, () => {
    sounds.wake();
    rest();
  });
}
document.addEventListener("keydown", ({ key }) => key === "Escape" && !isAsking && (answer.hidden ? close() : leave()));

// Where a scanner stands, nobody misses the camera.
listenForWedge((text) => {
  note("");
  onCode(text);
});
const camera = new Camera(new Decoder(data.urls), { onCode, onProblem: note, words: PROBLEM, facing: "user" });
sounds.wake();
camera.start();
