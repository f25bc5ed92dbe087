// Heads counted without names: a tap a head, kept on the disk before the number moves, sent as rows that the server sums. Every row has
// its uuid, so that one sent twice counts once.
import { ask } from "./api.js";
import { SIDES, closed, ofSession, present, tapped } from "./heads.js";
import { newUuid } from "./uuid.js";

const CLOSE_MS = 20000;
const MOST = 50;

// Event: `change`.
export class Clicker extends EventTarget {
  waiting = 0;
  #device;
  #store;
  #counted = {};
  #session = "";
  // Taps come faster than the disk: one after the other.
  #turn = Promise.resolve();
  #isSending = false;
  #sheet = document.querySelector("[data-clicker]");

  constructor(device, store) {
    super();
    this.#device = device;
    this.#store = store;
    for (const side of SIDES) {
      this._part(side).addEventListener("click", () => this._tap(side, 1));
      this._part(`${side}-less`).addEventListener("click", () => this._tap(side, -1));
    }
    this._part("clicker-session").addEventListener("change", ({ target }) => this._choose(target.value));
    this._part("close").addEventListener("click", () => this.#sheet.close());
    this.#sheet.addEventListener("close", () => this.close());
    setInterval(() => this.close(), CLOSE_MS);
    addEventListener("online", () => this.send());
    document.addEventListener("visibilitychange", () => this.close());
  }

  async load() {
    const { counted, session } = (await this.#store.get("clicker")) || {};
    this.#counted = counted || {};
    this.#session = session || "";
    await this._count();
  }

  open() {
    const sessions = this.#device.config.sessions || [];
    const field = this._part("clicker-session");
    field.replaceChildren(...sessions.map((session) => new Option(this._named(session), session.code)));
    const isKnown = sessions.some(({ code }) => code === this.#session);
    if (!isKnown) this.#session = present(sessions, this.#device.now());
    field.value = this.#session;
    this._part("clicker-empty").hidden = sessions.length > 0;
    this._part("clicker-shown").hidden = sessions.length === 0;
    this._draw();
    this.#sheet.showModal();
  }

  // What is open becomes rows, and goes.
  close() {
    this._next(async () => {
      const at = new Date().toISOString();
      const { counted, rows } = closed(this.#counted, () => ({ uuid: newUuid(), counted_at: at }));
      if (!rows.length) return;
      await this.#store.putTallies(rows, this._kept(counted));
      this.#counted = counted;
    }).then(() => this.send());
  }

  async send() {
    const { token, slug } = this.#device;
    if (this.#isSending || !token) return;
    this.#isSending = true;
    try {
      const rows = (await this.#store.tallies()).filter(({ reason }) => !reason).slice(0, MOST);
      if (!rows.length) return;
      const body = { sent_at: new Date().toISOString(), tallies: rows };
      const answer = await ask(`/api/v1/events/${slug}/tallies`, { token, body });
      if (answer.status === 200 && Array.isArray(answer.body.results)) await this._settle(rows, answer.body.results);
    } finally {
      this.#isSending = false;
      await this._count();
    }
  }

  // Only what was acknowledged by its own uuid goes; what the server could not take stays, and is not sent again.
  _settle(rows, results) {
    const told = new Map(results.map((result) => [result.uuid, result]));
    const known = rows.filter(({ uuid }) => told.has(uuid));
    const [bad, good] = [[], []];
    for (const row of known) (told.get(row.uuid).status === "invalid" ? bad : good).push(row);
    return this.#store.settleTallies(good, bad.map((row) => ({ ...row, reason: told.get(row.uuid).reason })));
  }

  _tap(side, step) {
    this._next(async () => {
      const counted = tapped(this.#counted, this.#session, side, step);
      if (counted === this.#counted) return;
      await this.#store.set(this._kept(counted));
      this.#counted = counted;
      this._draw();
      navigator.vibrate?.(step > 0 ? 15 : [15, 40, 15]);
    });
  }

  _choose(session) {
    this._next(async () => {
      this.#session = session;
      await this.#store.set(this._kept(this.#counted));
      this._draw();
    });
  }

  _next(act) {
    this.#turn = this.#turn.then(act).catch((error) => console.warn("clicker", error));
    return this.#turn;
  }

  _kept(counted) {
    return { clicker: { counted, session: this.#session } };
  }

  _draw() {
    const heads = ofSession(this.#counted, this.#session);
    const number = new Intl.NumberFormat(document.documentElement.lang);
    for (const side of SIDES) {
      this._part(`${side}-count`).textContent = number.format(heads[side]);
      this._part(`${side}-less`).disabled = heads[side] === 0;
    }
    this._part("clicker-all").textContent = number.format(SIDES.reduce((sum, side) => sum + heads[side], 0));
  }

  _named({ title, starts_at: at }) {
    const zone = { timeZone: this.#device.config.event.zone };
    const language = document.documentElement.lang;
    const when = new Date(at).toLocaleString(language, { weekday: "short", hour: "2-digit", minute: "2-digit", ...zone });
    return `${when} · ${title}`;
  }

  async _count() {
    this.waiting = (await this.#store.tallies()).filter(({ reason }) => !reason).length;
    this.dispatchEvent(new Event("change"));
  }

  _part(name) {
    return this.#sheet.querySelector(`[data-${name}]`);
  }
}
