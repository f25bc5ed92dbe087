// The last scans of this page, each with its way back. Names live here only, in memory.
import { timeOf } from "./local.js";
import { fill } from "./verdict.js";
import { newUuid } from "./uuid.js";

const KEPT = 12;

export class History {
  #data;
  #device;
  #outbox;
  #entries = [];
  #sheet = document.querySelector("[data-history]");

  constructor(data, device, outbox) {
    this.#data = data;
    this.#device = device;
    this.#outbox = outbox;
    this.#sheet.querySelector("[data-close]").addEventListener("click", () => this.#sheet.close());
  }

  open() {
    this.#sheet.showModal();
    this._draw();
  }

  // `row` as it is sent, `view` as it was shown.
  add(row, view) {
    const entry = { row, view, at: this.#device.now(), isConfirmed: false, undo: null };
    this.#entries = [entry, ...this.#entries].slice(0, KEPT);
    this._draw();
    return entry;
  }

  // What the server says of a scan, or of the scan that took it back.
  settle(uuid, result) {
    const entry = this.#entries.find(({ row }) => row.uuid === uuid);
    if (entry) Object.assign(entry, { isConfirmed: true, view: { ...entry.view, ...told(result), name: result.name || entry.view.name } });
    const undone = this.#entries.find(({ undo }) => undo?.uuid === uuid);
    if (undone) this._settleUndo(undone, result);
    if (entry || undone) this._draw();
  }

  clear() {
    this.#entries = [];
    this._draw();
  }

  async undo(entry) {
    entry.undo = { uuid: newUuid(), isConfirmed: false };
    this._draw();
    const moment = { scanned_at: new Date().toISOString(), offset_ms: this.#device.offset };
    await this.#outbox.takeBack({ uuid: entry.undo.uuid, undoes: entry.row.uuid, ...moment }, entry.row.uuid);
  }

  _settleUndo(entry, { status, reason }) {
    const isDone = status !== "invalid" || reason === "undone_already";
    entry.problem = isDone ? "" : this.#data.reasons[reason] || this.#data.reasons.invalid;
    entry.undo = isDone ? { ...entry.undo, isConfirmed: true } : null;
  }

  _draw() {
    // At the gate every millisecond counts, and nobody looks.
    if (!this.#sheet.open) return;
    const list = this.#sheet.querySelector("[data-history-list]");
    list.textContent = "";
    list.append(...this.#entries.map((entry) => this._row(entry)));
    this.#sheet.querySelector("[data-history-empty]").hidden = this.#entries.length > 0;
  }

  _row(entry) {
    const { words, verdicts } = this.#data;
    const { view, undo } = entry;
    const row = document.createElement("li");
    const isValid = view.status !== "invalid";
    row.dataset.look = undo ? "undone" : isValid ? view.verdict : "unknown";
    const when = document.createElement("p");
    when.append(text("b", isValid ? verdicts[view.verdict][0] : "!"), text("time", timeOf(entry.at, this.#device.config.event.zone)));
    row.append(when, this._what(entry, this._told(view, isValid)));
    if (undo) row.append(text("span", words.undone));
    else if (view.entry) row.append(this._button(entry));
    return row;
  }

  _button(entry) {
    const button = text("button", this.#data.words.undo);
    button.type = "button";
    button.addEventListener("click", () => this.undo(entry));
    return button;
  }

  _told(view, isValid) {
    const { words, verdicts, reasons } = this.#data;
    if (!isValid) return reasons[view.reason] || reasons.invalid;
    const { first_seen: seen } = view;
    // What is let in needs no sentence.
    if (view.verdict === "provisional") return verdicts.provisional[1];
    const reason = seen ? fill(words.since, seen) : view.reason && reasons[view.reason];
    return reason ? `${verdicts[view.verdict][1]} – ${reason}` : verdicts[view.verdict][1];
  }

  _what(entry, told) {
    const { words } = this.#data;
    const isWaiting = !entry.isConfirmed || (entry.undo && !entry.undo.isConfirmed);
    const name = text("span", entry.view.name || "");
    name.dir = "auto";
    const what = document.createElement("div");
    what.append(name, text("small", entry.problem || told));
    if (isWaiting) what.append(text("small", words.notSent));
    return what;
  }
}

function told({ status, verdict, reason, entry, first_seen: seen }) {
  return { status, verdict, reason, entry, first_seen: seen };
}

function text(tag, content) {
  const element = document.createElement(tag);
  element.textContent = content;
  return element;
}
