// What waits on this phone, taken off it another way than by network: as a file, or as codes for another phone's camera. Each code stands
// alone, and every scan has its uuid, so that whatever is read twice counts once.
import { MOST_BYTES, modules } from "./qr.js";
import { fill } from "./verdict.js";

const SVG = "http://www.w3.org/2000/svg";
const EVERY_MS = 2500;
// Larger codes than this are read badly from a cracked screen.
const BYTES = Math.min(900, MOST_BYTES);
const QUIET = 4;

// Event: `saved`.
export class QueueSheet extends EventTarget {
  #data;
  #device;
  #store;
  #codes = [];
  #at = 0;
  #timer = 0;
  #sheet = document.querySelector("[data-queue]");

  constructor(data, device, store) {
    super();
    this.#data = data;
    this.#device = device;
    this.#store = store;
    for (const [name, step] of [["next", 1], ["previous", -1]]) {
      this._part(name).addEventListener("click", () => {
        clearInterval(this.#timer);
        this._turn(step);
      });
    }
    this._part("close").addEventListener("click", () => this.#sheet.close());
    this.#sheet.addEventListener("close", () => clearInterval(this.#timer));
  }

  // {fair, device, exported_at, scans, problems, tallies}: as the organisers' import takes it.
  async whole() {
    const [scans, problems, tallies] = await Promise.all([this.#store.waiting(), this.#store.problems(), this.#store.tallies()]);
    const plain = (rows) => rows.map(({ file, ...row }) => row);
    return { ...this._head(), exported_at: new Date().toISOString(), scans, problems: plain(problems), tallies: plain(tallies) };
  }

  async save() {
    const whole = await this.whole();
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(whole, null, 1)], { type: "application/json" }));
    link.download = `${whole.fair}-${whole.device}-${whole.exported_at.slice(0, 16).replace(":", "")}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    await this.#store.putInFile(link.download, whole);
    this.dispatchEvent(new Event("saved"));
  }

  async show() {
    const { scans, problems } = await this.whole();
    this.#codes = parts({ ...this._head(), sent_at: new Date().toISOString() }, [...scans, ...problems]);
    this.#at = 0;
    this._draw();
    this.#sheet.showModal();
    this.#timer = setInterval(() => this._turn(1), EVERY_MS);
  }

  _head() {
    return { fair: this.#device.slug, device: this.#device.config?.device.code };
  }

  _turn(step) {
    const { length } = this.#codes;
    if (!length) return;
    this.#at = (this.#at + step + length) % length;
    this._draw();
  }

  _draw() {
    const { length } = this.#codes;
    this._part("queue-empty").hidden = length > 0;
    this._part("queue-shown").hidden = length === 0;
    if (!length) return;
    this._part("queue-at").textContent = fill(this.#data.words.codeOf, { number: this.#at + 1, count: length });
    this._part("queue-code").replaceChildren(picture(modules(this.#codes[this.#at])));
  }

  _part(name) {
    return this.#sheet.querySelector(`[data-${name}]`);
  }
}

// As many scans in each text as fit.
function parts(head, rows) {
  const size = (scans) => new TextEncoder().encode(JSON.stringify({ ...head, scans })).length;
  const groups = [];
  for (const row of rows) {
    const last = groups[groups.length - 1];
    if (last && size([...last, row]) <= BYTES) last.push(row);
    else groups.push([row]);
  }
  return groups.map((scans) => JSON.stringify({ ...head, scans }));
}

function picture(rows) {
  const side = rows.length + 2 * QUIET;
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${side} ${side}`);
  svg.setAttribute("shape-rendering", "crispEdges");
  const path = document.createElementNS(SVG, "path");
  const bars = rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : "")));
  path.setAttribute("d", bars.join(""));
  svg.append(path);
  return svg;
}
