// Scans on their way: kept until the server has acknowledged each by its uuid, sent again until then, in their order. One tab sends at a
// time; what the server says reaches all of them.
import { ask, stops } from "./api.js";
import { batteryLevel } from "./battery.js";

const MOST = 50;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30000;
const FOLLOW_MS = 20000;
const LOCK = "fair-outbox";

// Events: `change`; `results` with a Map of results by uuid; `stopped` with a code; `roster` with what came along; `clock`.
export class Outbox extends EventTarget {
  size = 0;
  // What the server could not take, and how much of it is in no file yet.
  problems = 0;
  unsaved = 0;
  state = "online";
  #store;
  #device;
  #isSending = false;
  #pause = 0;
  #timer = 0;
  #most = MOST;
  #channel = "BroadcastChannel" in self ? new BroadcastChannel(LOCK) : null;

  constructor(store, device) {
    super();
    this.#store = store;
    this.#device = device;
    setInterval(() => this.follow(), FOLLOW_MS);
    addEventListener("online", () => this.send());
    document.addEventListener("visibilitychange", () => this.send());
    if (this.#channel) this.#channel.onmessage = ({ data }) => this._heard(data);
  }

  // How much is left from before.
  load() {
    return this._count();
  }

  // Keeps, then sends. Resolves when the scan is on the disk; what the server says comes as `results`.
  async add(code, build) {
    const built = await this.#store.record(code, build);
    this._count().then(() => this.send());
    return built;
  }

  async takeBack(row, uuid) {
    await this.#store.takeBack(row, uuid);
    this._count().then(() => this.send());
  }

  // Sends what waits; with nothing waiting, nothing.
  send() {
    return this._go(false);
  }

  // Asks for news as well: the roster's difference, the clock, whether this phone may go on.
  follow() {
    return document.hidden ? this.send() : this._go(true);
  }

  async _go(isToAsk) {
    if (this.#isSending || !this.#device.token) return;
    this.#isSending = true;
    clearTimeout(this.#timer);
    try {
      await this._count();
      if (this.size || isToAsk) await alone(() => this._drain());
    } catch (error) {
      console.warn("outbox", error);
    } finally {
      this.#isSending = false;
    }
    // Added meanwhile, or another tab was sending and may have missed the last of them.
    await this._count();
    if (this.size) this.#timer = setTimeout(() => this.send(), this._wait());
  }

  async _drain() {
    do {
      const batch = await this.#store.waiting(this.#most);
      const answer = await this._post(batch);
      if (!answer.results) return this._later(answer);
      if (!(await this._settle(batch, answer.results))) return this._later({ status: 0 });
      this._pass("roster", answer.roster);
    } while ((await this._count()) > 0);
  }

  async _post(batch) {
    const { slug, token, revision } = this.#device;
    const battery = await batteryLevel();
    const sent = Date.now();
    const told = { cursor: revision, waiting: this.size - batch.length, battery };
    const upload = { sent_at: new Date(sent).toISOString(), ...told, scans: batch };
    const answer = await ask(`/api/v1/events/${slug}/scans`, { token, body: upload });
    const { server_time: time, results, roster } = answer.body || {};
    if (answer.status !== 200) return answer;
    // Anything else than our own kind of answer is somebody's wifi.
    if (!Array.isArray(results) || !Date.parse(time)) return { status: 0 };
    this._pass("clock", { sent, received: Date.now(), server: Date.parse(time) });
    return { results, roster };
  }

  // Only what was acknowledged by its own uuid; whether anything was.
  async _settle(batch, results) {
    const rows = new Map(batch.map((row) => [row.uuid, row]));
    const settled = results.filter(({ uuid }) => rows.has(uuid)).map((result) => ({ row: rows.get(result.uuid), result }));
    if (batch.length && !settled.length) return false;
    this.#pause = 0;
    this.#most = MOST;
    this.state = "online";
    await this.#store.settle(settled);
    const told = settled.map(({ result }) => result);
    this._pass("results", new Map(told.map((result) => [result.uuid, result])));
    this.#channel?.postMessage({ results: told });
    return true;
  }

  _later(answer) {
    if (answer.status === 413) this.#most = Math.max(1, Math.floor(this.#most / 2));
    this.state = "offline";
    this.#pause = Math.min(Math.max(this.#pause * 2, FIRST_PAUSE_MS), LONGEST_PAUSE_MS);
    if (stops(answer)) this._pass("stopped", answer.code);
    this._pass("change");
  }

  // Not all phones of a fair at the same moment, when the network is back.
  _wait() {
    return (this.#pause || FIRST_PAUSE_MS) * (0.5 + Math.random());
  }

  async _count() {
    const before = [this.size, this.problems, this.unsaved];
    await this._look();
    if ([this.size, this.problems, this.unsaved].some((count, at) => count !== before[at])) this.#channel?.postMessage({});
    return this.size;
  }

  async _look() {
    const [size, refused] = await Promise.all([this.#store.count(), this.#store.refused()]);
    Object.assign(this, { size, problems: refused.length, unsaved: refused.filter(({ file }) => !file).length });
    this._pass("change");
  }

  // From another tab.
  _heard({ results }) {
    if (results) this._pass("results", new Map(results.map((result) => [result.uuid, result])));
    return this._look();
  }

  _pass(name, detail) {
    if (name === "change" || detail !== undefined) this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

// Two tabs never send the same scans at once. Without https there are no locks; the server knows each uuid once.
function alone(act) {
  return navigator.locks ? navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => lock && act()) : act();
}
