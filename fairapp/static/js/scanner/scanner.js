// The camera page. Camera, keyboard-wedge scanner, typing and photo all end in `take`; a scan goes
// through the outbox, and its answer takes the screen.
import { Camera } from "./camera.js";
import { badgeOf, typedBadge } from "./codes.js";
import { Decoder } from "./decoder.js";
import { Gates } from "./gates.js";
import { History } from "./history.js";
import { Outbox } from "./outbox.js";
import { readPhoto } from "./photo.js";
import { Sounds } from "./sounds.js";
import { Strip } from "./strip.js";
import { newUuid } from "./uuid.js";
import { VerdictScreen } from "./verdict.js";
import { listenForWedge } from "./wedge.js";

const SAME_CODE_MS = 3000;
// A fast answer needs no "one moment": it would only flicker.
const ASKING_AFTER_MS = 250;
// After this the gate must decide by itself; the scan stays in the outbox.
const DECIDE_AFTER_MS = 2500;

const data = JSON.parse(document.getElementById("scanner-data").textContent);
const find = (name) => document.querySelector(`[data-${name}]`);

const decoder = new Decoder(data.urls);
const outbox = new Outbox(data);
const sounds = new Sounds();
const screen = new VerdictScreen(data, sounds);
const strip = new Strip(data, outbox);
const history = new History(data, outbox);
const gates = new Gates(data, onGate);
const camera = new Camera(decoder, { onCode: onScanned, onProblem: note, words: data.words });

let last = { code: "", at: 0 };

function onGate({ code, name, way }) {
  strip.showGate(name, way);
  strip.count(code);
  camera.start();
}

function onScanned(text) {
  const now = Date.now();
  const isSame = text === last.code && now - last.at < SAME_CODE_MS;
  // Kept fresh while the badge stays before the camera: it counts again once it has left.
  last = { code: text, at: now };
  if (!isSame) take(badgeOf(text));
}

async function take(badge, override = null) {
  if (!gates.chosen) return gates.open();
  const scan = {
    uuid: newUuid(),
    badge,
    checkpoint: gates.chosen.code,
    direction: gates.chosen.way,
    scanned_at: new Date().toISOString(),
    offset_ms: outbox.offset,
    verdict: null,
    override,
  };
  const entry = history.add(scan);
  const shown = screen.expect();
  const asking = setTimeout(() => shown.asking(), ASKING_AFTER_MS);
  const deciding = setTimeout(() => shown.kept(), DECIDE_AFTER_MS);
  const result = await outbox.add(scan);
  clearTimeout(asking);
  clearTimeout(deciding);
  entry.settle(result);
  strip.settle(result);
  const isShown = shown.show(result, (reason) => take(badge, reason));
  if (!isShown && !result.entry && result.verdict !== "left") tellLate(result);
}

// The answer to a scan that the gate had to decide about alone.
function tellLate({ verdict, reason, name }) {
  const word = data.verdicts[verdict] ? data.verdicts[verdict][1] : "";
  note([name, word, data.reasons[reason]].filter(Boolean).join(" – "));
}

function note(text) {
  const place = find("note");
  place.textContent = text;
  place.hidden = !text;
}

find("type").addEventListener("submit", (event) => {
  event.preventDefault();
  const field = find("typed");
  const badge = typedBadge(field.value);
  if (!badge) {
    if (field.value.trim()) note(data.words.badForm);
    return field.select();
  }
  note("");
  field.value = "";
  // The keyboard would hide half of the verdict.
  if (matchMedia("(pointer: coarse)").matches) field.blur();
  take(badge);
});

find("photo").addEventListener("change", async (event) => {
  const [file] = event.target.files;
  event.target.value = "";
  if (!file) return;
  note(data.words.asking);
  const text = await readPhoto(file, decoder);
  note(text ? "" : data.words.noCode);
  if (text) take(badgeOf(text));
});

listenForWedge((text) => onScanned(text));
find("open-history").addEventListener("click", () => history.open());
find("change-gate").addEventListener("click", () => gates.open());
outbox.addEventListener("change", () => strip.showState());
// Lets the first tap anywhere wake the sound.
addEventListener("pointerdown", () => sounds.wake(), { passive: true });
addEventListener("keydown", () => sounds.wake());
addEventListener("beforeunload", (event) => {
  if (!outbox.size) return;
  event.preventDefault();
  event.returnValue = data.words.leave;
});

gates.begin();
