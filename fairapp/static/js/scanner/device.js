// This phone as a scanner of one fair: its token, what the server has told it, the roster, and how wrong its clock is.
import { ask, fetchRoster, stops } from "./api.js";
import { Roster } from "./roster.js";
import * as seal from "./seal.js";

const AGAIN_MS = 15000;
const CONFIGURE_MS = 5 * 60000;
// A clock that is off by less than this is not written down again.
const DRIFT_MS = 500;
const DAY_MS = 24 * 3600 * 1000;

// What a phone that is cut off forgets at once.
const NAMES_GONE = { names: undefined, nameTries: undefined };
const GONE = { roster: undefined, ...NAMES_GONE };

// Events: `change`; `stopped`.
export class Device extends EventTarget {
  token = null;
  slug = "";
  config = null;
  stopped = "";
  // What the server's clock is ahead of this one, in milliseconds; null: nobody knows.
  offset = null;
  revision = null;
  rosterAt = null;
  roster = new Roster();
  #store;
  #asked = 0;
  #configured = 0;

  constructor(store) {
    super();
    this.#store = store;
  }

  // What was kept when the page was closed.
  async load() {
    const [kept, offset, roster] = await Promise.all(["device", "offset", "roster"].map((key) => this.#store.get(key)));
    Object.assign(this, kept, { offset: offset ?? null });
    if (roster) this._take(roster);
  }

  get isKnown() {
    return Boolean(this.config);
  }

  // Sealed names need https; without it every verdict is the server's.
  get decides() {
    return this.revision !== null && seal.isAvailable();
  }

  // By name, without network: what is found is a badge of the roster.
  get maySearch() {
    return !this.stopped && this.decides && this.config.device.may_search;
  }

  // With the code of a QR; "" or why not.
  async enrol(code, language) {
    const answer = await ask(`/api/v1/devices?lang=${language}`, { body: { code } });
    if (answer.status !== 200 || !answer.body.token) return answer.code || "offline";
    return this.become(answer.body);
  }

  // With what the server says of a device just enrolled; "" or why not: what this phone holds is of another fair.
  async become({ token, event, last_seq: last, config }) {
    if (this.slug && this.slug !== event) {
      const { waiting, unsaved } = await this.#store.held();
      if (waiting + unsaved) return "other_fair";
      // Counts and what was seen are of the other fair: its sessions and badges have the same numbers.
      await this.#store.wipe();
    }
    await this.#store.countFrom(last || 0);
    Object.assign(this, { token, slug: event, config, stopped: "", revision: null, rosterAt: null, roster: new Roster() });
    const offset = Date.parse(config.server_time) - Date.now();
    await this.#store.set({ ...this._kept(), ...GONE, offset });
    this.offset = offset;
    navigator.storage?.persist?.().catch(() => {});
    this._changed();
    await this.refresh();
    return "";
  }

  // The roster from where it stands, at most now and then.
  async refresh() {
    if (!this.token || !seal.isAvailable() || Date.now() - this.#asked < AGAIN_MS) return;
    this.#asked = Date.now();
    const answer = await fetchRoster(this.slug, this.token, this.revision ?? 0);
    if (answer.status === 200) await this.merge(answer);
  }

  // News that came with an upload: a difference, or null for "ask yourself".
  async hear(roster) {
    if (!roster) return this.refresh();
    if (roster.revision === this.revision) return this._fresh();
    const bytes = Uint8Array.from(atob(roster.entries), (byte) => byte.charCodeAt(0));
    await this.merge({ revision: roster.revision, bytes, isWhole: false });
  }

  async merge({ revision, bytes, isWhole }) {
    const whole = isWhole || this.revision === null ? new Roster(bytes) : this.roster.merged(bytes);
    const roster = { revision, bytes: whole.bytes, at: this.now() };
    await this.#store.set({ roster });
    this._take(roster, whole);
    this._changed();
  }

  // Checkpoints and days may have changed.
  async configure(language) {
    if (!this.token || Date.now() - this.#configured < CONFIGURE_MS) return;
    this.#configured = Date.now();
    const answer = await ask(`/api/v1/events/${this.slug}/device?lang=${language}`, { token: this.token });
    if (stops(answer)) return this.stop(answer.code);
    if (answer.status !== 200 || !answer.body.checkpoints) return;
    this.config = answer.body;
    await this.#store.set({ ...this._kept(), ...(!this.config.device.may_search && NAMES_GONE) });
    this._changed();
  }

  // Cut off, or its time is over: the queue stays, the roster goes.
  async stop(code) {
    if (this.stopped === code) return;
    Object.assign(this, { stopped: code, roster: new Roster(), revision: null, rosterAt: null });
    await this.#store.set({ ...this._kept(), ...GONE });
    this.dispatchEvent(new Event("stopped"));
    this._changed();
  }

  // The server takes what it sends again.
  resume() {
    this.stopped = "";
    return this.#store.set(this._kept());
  }

  async leave() {
    await this.#store.wipe();
    location.replace("/scan/");
  }

  // The best that is known of the time, in milliseconds.
  now() {
    return Date.now() + (this.offset ?? 0);
  }

  setClock({ sent, received, server }) {
    const offset = Math.round(server - (sent + received) / 2);
    if (this.offset === null || Math.abs(offset - this.offset) > DRIFT_MS) this.#store.set({ offset });
    this.offset = offset;
  }

  // A clock that nobody has put right, far from the fair's days.
  clockFailed(day) {
    if (this.offset !== null || !this.config.event.days.length) return false;
    const [from, to] = [Date.parse(this.config.event.days[0]), Date.parse(this.config.event.days[this.config.event.days.length - 1])];
    return Date.parse(day) < from - DAY_MS || Date.parse(day) > to + DAY_MS;
  }

  _take({ revision, bytes, at }, whole = new Roster(bytes)) {
    Object.assign(this, { revision, rosterAt: at, roster: whole });
  }

  _fresh() {
    this.rosterAt = this.now();
    this._changed();
  }

  _kept() {
    const { token, slug, config, stopped } = this;
    return { device: { token, slug, config, stopped } };
  }

  _changed() {
    this.dispatchEvent(new Event("change"));
  }
}
