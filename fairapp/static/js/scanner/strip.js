// What is always in sight: where we are, whether there is network, what waits, how many are in, how old the list is.
import { ask } from "./api.js";
import { timeOf } from "./local.js";
import { fill } from "./verdict.js";

const EVERY_MS = 20000;
const OLD_MS = 2 * 3600 * 1000;
const DAY_MS = 24 * 3600 * 1000;

export class Strip {
  #data;
  #device;
  #outbox;
  #gate = null;
  #counted = null;
  #language = document.documentElement.lang;
  #number = new Intl.NumberFormat(this.#language);

  constructor(data, device, outbox) {
    this.#data = data;
    this.#device = device;
    this.#outbox = outbox;
    setInterval(() => this.count(), EVERY_MS);
    for (const event of ["online", "offline"]) addEventListener(event, () => this.show());
    addEventListener("online", () => this.count());
    for (const source of [device, outbox]) source.addEventListener("change", () => this.show());
  }

  // How many are in at this checkpoint, as far as anybody knows.
  get present() {
    return this.#counted ?? 0;
  }

  showGate(gate) {
    this.#gate = gate;
    this.#counted = null;
    part("today").textContent = "";
    part("gate-name").textContent = gate.name;
    part("way-shown").textContent = gate.way === "out" ? this.#data.words.out : "";
    part("way-shown").hidden = gate.way !== "out";
    this.count();
    this.show();
  }

  show() {
    const { words } = this.#data;
    const isOnline = navigator.onLine !== false && this.#outbox.state === "online";
    part("state").dataset.state = isOnline ? "online" : "offline";
    part("state-word").textContent = isOnline ? words.online : words.offline;
    this._tell("waiting", words.waiting, this.#outbox.size);
    this._tell("problem-count", words.problems, this.#outbox.unsaved);
    this._showAge();
  }

  // New at this checkpoint; the server's own count follows soon.
  settle({ entry, verdict }) {
    if (this.#counted !== null && entry && verdict !== "again") this._showCount(this.#counted + 1);
  }

  // The phone thought otherwise.
  correct(local, result) {
    const counts = ({ entry, verdict }) => (entry && verdict !== "again" ? 1 : 0);
    if (this.#counted !== null) this._showCount(this.#counted + counts(result) - counts(local));
  }

  async count() {
    const [gate, { slug, token }] = [this.#gate, this.#device];
    if (!gate || !token || document.hidden) return;
    const { status, body } = await ask(`/api/v1/events/${slug}/counts?checkpoint=${encodeURIComponent(gate.code)}`, { token });
    // What waits here is not in it yet.
    if (status === 200 && gate === this.#gate && !this.#outbox.size) this._showCount(body.today ?? body.here ?? 0);
  }

  _showCount(count) {
    this.#counted = count;
    const { today, here } = this.#data.words;
    part("today").textContent = fill(this.#gate.is_entrance ? today : here, { count: this.#number.format(count) });
  }

  _showAge() {
    const { rosterAt, config } = this.#device;
    const place = part("roster");
    place.hidden = rosterAt === null;
    if (rosterAt === null) return;
    const age = this.#device.now() - rosterAt;
    const { zone } = config.event;
    const day = { timeZone: zone, day: "numeric", month: "short" };
    const time = age < DAY_MS ? timeOf(rosterAt, zone) : new Date(rosterAt).toLocaleDateString(this.#language, day);
    place.textContent = fill(this.#data.words.roster, { time });
    place.dataset.old = String(age > OLD_MS);
  }

  _tell(name, words, count) {
    part(name).hidden = !count;
    part(name).textContent = fill(words, { count: this.#number.format(count) });
  }
}

function part(name) {
  return document.querySelector(`[data-${name}]`);
}
