// The last scans of this page, each with its way back. Names live here only, in memory.
import { newUuid } from "./uuid.js";
import { fill } from "./verdict.js";

const KEPT = 10;

export class History {
  #data;
  #outbox;
  #entries = [];
  #sheet = document.querySelector("[data-history]");

  constructor(data, outbox) {
    this.#data = data;
    this.#outbox = outbox;
    this.#sheet.querySelector("[data-close]").addEventListener("click", () => this.#sheet.close());
  }

  open() {
    this._draw();
    this.#sheet.showModal();
  }

  add(scan) {
    const entry = {
      scan,
      at: new Date(),
      result: null,
      isUndone: false,
      isWaiting: false,
      settle: (result) => {
        entry.result = result;
        this._draw();
      },
    };
    this.#entries = [entry, ...this.#entries].slice(0, KEPT);
    this._draw();
    return entry;
  }

  // Undone is what the server says; until then the entry waits.
  async undo(entry) {
    entry.isWaiting = true;
    this._draw();
    const result = await this.#outbox.add({
      uuid: newUuid(),
      undoes: entry.scan.uuid,
      scanned_at: new Date().toISOString(),
      offset_ms: this.#outbox.offset,
    });
    entry.isWaiting = false;
    entry.isUndone = result.status !== "invalid" || result.reason === "undone_already";
    if (!entry.isUndone) entry.problem = this.#data.reasons[result.reason] || this.#data.reasons.invalid;
    this._draw();
  }

  _draw() {
    const list = this.#sheet.querySelector("[data-history-list]");
    list.textContent = "";
    list.append(...this.#entries.map((entry) => this._row(entry)));
    this.#sheet.querySelector("[data-history-empty]").hidden = this.#entries.length > 0;
  }

  _row(entry) {
    const { words, verdicts } = this.#data;
    const { result } = entry;
    const row = document.createElement("li");
    const verdict = result && result.status !== "invalid" ? result.verdict : null;
    row.dataset.look = entry.isUndone ? "undone" : verdict || "asking";
    row.append(
      text("time", entry.at.toTimeString().slice(0, 5)),
      text("b", verdict ? verdicts[verdict][0] : "…"),
      this._what(entry, this._told(result, verdict)),
    );
    if (entry.isUndone || entry.isWaiting) row.append(text("span", entry.isUndone ? words.undone : "…"));
    else if (result && result.entry) {
      const undo = text("button", words.undo);
      undo.type = "button";
      undo.addEventListener("click", () => this.undo(entry));
      row.append(undo);
    }
    return row;
  }

  _told(result, verdict) {
    const { words, verdicts, reasons } = this.#data;
    if (!result) return words.kept;
    if (!verdict) return reasons[result.reason] || reasons.invalid;
    const { first_seen: seen } = result;
    const reason = seen ? fill(words.since, seen) : result.reason && reasons[result.reason];
    return reason ? `${verdicts[verdict][1]} – ${reason}` : verdicts[verdict][1];
  }

  _what(entry, told) {
    const what = document.createElement("div");
    const name = text("span", (entry.result && entry.result.name) || "");
    name.dir = "auto";
    what.append(name, text("small", entry.problem || told));
    return what;
  }
}

function text(tag, content) {
  const element = document.createElement(tag);
  element.textContent = content;
  return element;
}
