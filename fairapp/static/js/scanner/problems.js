// What the server could not take, scans and counts of heads: listed until somebody saves it as a file, never thrown away.
import { fill } from "./verdict.js";

export class Problems {
  #data;
  #store;
  #sheet = document.querySelector("[data-problems-sheet]");

  constructor(data, store, queue) {
    this.#data = data;
    this.#store = store;
    this._part("close").addEventListener("click", () => this.#sheet.close());
    this._part("save").addEventListener("click", () => queue.save());
    queue.addEventListener("saved", () => this._draw());
  }

  async open() {
    await this._draw();
    this.#sheet.showModal();
  }

  async _draw() {
    const rows = await this.#store.refused();
    this._part("problems-list").replaceChildren(...rows.map((row) => this._row(row)));
    this._part("problems-empty").hidden = rows.length > 0;
    this._part("save").hidden = rows.length === 0;
  }

  _row({ scanned_at: scannedAt, counted_at: countedAt, reason, seq, file, ...row }) {
    const { words, reasons } = this.#data;
    const made = document.createElement("li");
    const moment = new Date(scannedAt || countedAt);
    const when = moment.toLocaleString(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" });
    const what = scannedAt ? [row.checkpoint, this._badge(row)] : [fill(words.headsOf, { ...row, session: alone(row.session) })];
    if (seq) made.append(part("b", alone(seq)));
    made.append(part("span", [when, ...what].filter(Boolean).map(alone).join(" · ")), part("small", reasons[reason] || reasons.invalid));
    if (file) made.append(part("small", fill(words.inFile, { file: alone(file) })));
    return made;
  }

  _badge({ undoes, badge }) {
    if (undoes) return this.#data.words.undo;
    return badge.slice(0, 2) === "n:" ? badge.slice(2) : `${badge.slice(2, 8)}…`;
  }

  _part(name) {
    return this.#sheet.querySelector(`[data-${name}]`);
  }
}

// In its own direction, whatever stands beside it: U+2068 and U+2069.
function alone(content) {
  return `\u2068${content}\u2069`;
}

function part(tag, content) {
  const made = document.createElement(tag);
  made.textContent = content;
  return made;
}
