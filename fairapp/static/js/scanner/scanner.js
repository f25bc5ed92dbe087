// The scanner's page. Camera, keyboard-wedge scanner, typing and photo all end in `Scans.take`.
import { Camera } from "./camera.js";
import { Clicker } from "./clicker.js";
import { badgeOf, typedBadge } from "./codes.js";
import { Decoder } from "./decoder.js";
import { Device } from "./device.js";
import { Enrolment } from "./enrolment.js";
import { Gates } from "./gates.js";
import { History } from "./history.js";
import { Judge } from "./judge.js";
import { Names } from "./names.js";
import { Offline } from "./offline.js";
import { Outbox } from "./outbox.js";
import { PhoneSheet } from "./phone-sheet.js";
import { readPhoto } from "./photo.js";
import { Problems } from "./problems.js";
import { QueueSheet } from "./queue.js";
import { Scans } from "./scans.js";
import { Sounds } from "./sounds.js";
import { Store } from "./store.js";
import { Strip } from "./strip.js";
import { VerdictScreen } from "./verdict.js";
import { WalkIns } from "./walk-ins.js";
import { listenForWedge } from "./wedge.js";

const SAME_CODE_MS = 3000;

const data = JSON.parse(document.getElementById("scanner-data").textContent);
const language = document.documentElement.lang;
const find = (name) => document.querySelector(`[data-${name}]`);
const asked = Enrolment.fromAddress();
// The code's address opened where the scanner is open already.
addEventListener("hashchange", () => location.hash && location.reload());

const store = await Store.open();
const device = new Device(store);
const outbox = new Outbox(store, device);
const offline = new Offline();
const decoder = new Decoder(data.urls);
const sounds = new Sounds();
const screen = new VerdictScreen(data, sounds);
const strip = new Strip(data, device, outbox);
const history = new History(data, device, outbox);
const gates = new Gates(data, device, store);
const walkIns = new WalkIns(device);
const queue = new QueueSheet(data, device, store);
const problems = new Problems(data, store, queue);
const clicker = new Clicker(device, store);
const phone = new PhoneSheet({ data, device, store, outbox, offline, problems, queue, clicker });
const camera = new Camera(decoder, { onCode: onScanned, onProblem: note, words: data.words });
const enrolment = new Enrolment(data, device, { camera, onTyped: onScanned });
const judge = new Judge(device);
const scans = new Scans({ data, device, judge, outbox, gates, screen, strip, history, walkIns, note, sounds });
const names = new Names({ data, device, store, scans, offline, note });

let last = { code: "", at: 0 };

function onScanned(text) {
  const now = performance.now();
  const isSame = text === last.code && now - last.at < SAME_CODE_MS;
  // Kept fresh while the badge stays before the camera: it counts again once it has left.
  last = { code: text, at: now };
  if (isSame) return;
  if (!device.isKnown || device.stopped) enrol(() => enrolment.take(text));
  else if (!isBusy()) scans.take(badgeOf(text));
}

// Somebody types a name: a badge that the camera sees meanwhile is not meant.
function isBusy() {
  return Boolean(document.querySelector("dialog[open]"));
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
  scans.take(badge);
});

find("photo").addEventListener("change", async (event) => {
  const [file] = event.target.files;
  event.target.value = "";
  if (!file) return;
  note(data.words.asking);
  const text = await readPhoto(file, decoder);
  note(text ? "" : data.words.noCode);
  if (text) onScanned(text);
});

listenForWedge((text) => onScanned(text));
find("open-history").addEventListener("click", () => history.open());
find("change-gate").addEventListener("click", () => gates.open());
for (const button of document.querySelectorAll("[data-open-phone]")) button.addEventListener("click", () => phone.open());
// Lets the first tap anywhere wake the sound.
addEventListener("pointerdown", () => sounds.wake(), { passive: true });
addEventListener("keydown", () => sounds.wake());

gates.addEventListener("chosen", () => {
  strip.showGate(gates.chosen);
  camera.start();
});
find("open-clicker").addEventListener("click", () => {
  gates.close();
  clicker.open();
});
queue.addEventListener("saved", () => outbox.load());
outbox.addEventListener("clock", ({ detail }) => {
  device.setClock(detail);
  clicker.send();
  // Its time was prolonged.
  if (device.stopped) device.resume().then(() => location.reload());
});
outbox.addEventListener("roster", async ({ detail }) => {
  await device.hear(detail);
  await device.configure(language);
  names.refresh();
});
outbox.addEventListener("stopped", ({ detail }) => device.stop(detail));
device.addEventListener("stopped", showStopped);

// Cut off, or its time is over. What it holds for the fair stays; what it knows of the fair goes.
function showStopped() {
  camera.stop();
  screen.close();
  gates.close();
  names.close();
  history.clear();
  find("stopped-word").textContent = data.stops[device.stopped] || data.stops.device_unknown;
  document.body.dataset.screen = "stopped";
  find("stopped").hidden = false;
}

// Enrolled, it goes to work; else the screen says why not.
async function enrol(act) {
  await act();
  if (device.isKnown && !device.stopped) work();
}

function work() {
  gates.begin();
  outbox.follow();
  names.begin();
}

await device.load();
await outbox.load();
await clicker.load();
// After the decoder: loaded by both at once, it would come twice.
decoder.loaded.then(() => offline.begin(language));
if (asked) {
  enrolment.show();
  enrol(() => enrolment.enrol(asked));
} else if (device.stopped) showStopped();
else if (device.isKnown) work();
else enrolment.show();
