// What this phone is and holds: its fair, whether it works without network, its list, its queue; and how it leaves the fair.
import { fill } from "./verdict.js";

export class PhoneSheet {
  #parts;
  #isWanted = false;
  #sheet = document.querySelector("[data-phone]");

  // `parts`: {data, device, store, outbox, offline, problems, queue, clicker}.
  constructor(parts) {
    this.#parts = parts;
    const { device, outbox, offline, problems, queue, clicker } = parts;
    const acts = {
      close: () => this.#sheet.close(),
      problems: () => problems.open(),
      save: () => queue.save(),
      "show-codes": () => queue.show(),
      update: () => this._update(),
      leave: () => this._leave(),
    };
    for (const [name, act] of Object.entries(acts)) this._part(`[data-${name}]`).addEventListener("click", act);
    for (const source of [device, outbox, offline, clicker]) source.addEventListener("change", () => this._draw());
    this._draw();
  }

  open() {
    this.#parts.offline.check();
    this.#sheet.showModal();
    this._draw();
  }

  // Nothing is half sent while the page is loaded anew.
  _update() {
    this.#isWanted = true;
    this._draw();
  }

  // With nothing that would be lost; what the server could not take is in a file, which somebody must have.
  async _leave() {
    const { data, device, store } = this.#parts;
    const { waiting, unsaved, files } = await store.held();
    if (waiting + unsaved) return this._draw();
    const { leaveAsk, leaveWithFile } = data.words;
    if (confirm(files.length ? fill(leaveWithFile, { files: files.join(", ") }) : leaveAsk)) device.leave();
  }

  _draw() {
    const { data, device, outbox, offline, clicker } = this.#parts;
    if (this.#isWanted && offline.hasUpdate && !outbox.size) offline.takeUp();
    const { words } = data;
    document.querySelector("[data-open-phone]").dataset.news = String(offline.hasUpdate || outbox.unsaved > 0);
    if (!device.isKnown || !this.#sheet.open) return;
    const number = new Intl.NumberFormat(document.documentElement.lang);
    const { event, device: own } = device.config;
    this._tell("fair", event.name);
    this._tell("device", fill(words.device, own));
    this._tell("ready", this._readiness());
    this._part("[data-ready]").dataset.ready = String(Boolean(offline.isReady && device.decides));
    this._tell("list", device.decides ? fill(words.list, { count: number.format(device.roster.size) }) : words.noList);
    this._tell("queue-size", outbox.size ? fill(words.waiting, { count: number.format(outbox.size) }) : words.nothingWaits);
    this._part("[data-show-codes]").hidden = !outbox.size && !outbox.problems;
    this._part("[data-save]").hidden = !outbox.size && !outbox.problems && !clicker.waiting;
    this._part("[data-problems]").hidden = !outbox.problems;
    this._tell("problems", fill(words.problems, { count: number.format(outbox.problems) }));
    this._part("[data-update]").hidden = !offline.hasUpdate;
    this._tell("update", this.#isWanted && outbox.size ? words.updateSoon : words.update);
    this._tell("heads", fill(words.heads, { count: number.format(clicker.waiting) }));
    this._part("[data-heads]").hidden = !clicker.waiting;
    this._drawLeave();
  }

  async _drawLeave() {
    const { data, store } = this.#parts;
    const { waiting, unsaved } = await store.held();
    this._part("[data-leave]").disabled = waiting + unsaved > 0;
    this._part("[data-leave-why]").hidden = waiting + unsaved === 0;
    this._tell("leave-why", waiting ? data.words.leaveSent : data.words.leaveSaved);
  }

  _readiness() {
    const { device, offline, data } = this.#parts;
    if (!window.isSecureContext) return data.words.insecure;
    if (offline.isReady && device.decides) return data.words.ready;
    return offline.isReady === null || !device.decides ? data.words.preparing : data.words.notReady;
  }

  _tell(name, text) {
    this._part(`[data-${name}]`).textContent = text;
  }

  _part(selector) {
    return this.#sheet.querySelector(selector);
  }
}
