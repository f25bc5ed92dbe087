// The list of names on this phone: sealed on the disk, its key locked under a secret; open in memory only, and not for long.
import { ask, fetchNames } from "../api.js";
import { bytesOf } from "../seal.js";
import { find } from "./find.js";
import { NameList } from "./list.js";
import { MOST_TRIES, rounds, unwrap, wrap } from "./lock.js";

const IDLE_MS = 5 * 60000;
const HIDDEN_MS = 60000;
const LOOK_MS = 5000;
const AGAIN_MS = 60000;
// After so many differences the whole again is shorter.
const MOST_PORTIONS = 40;

// Events: `change`.
export class Vault extends EventTarget {
  #device;
  #store;
  #kept = null;
  #key = null;
  #list = null;
  #used = 0;
  #hidden = 0;
  #asked = 0;

  constructor(device, store) {
    super();
    this.#device = device;
    this.#store = store;
    document.addEventListener("visibilitychange", () => {
      this.#hidden = document.hidden ? Date.now() : 0;
      this._look();
    });
    setInterval(() => this._look(), LOOK_MS);
  }

  async load() {
    this.#kept = (await this.#store.get("names")) || null;
    if (this.#kept && this._isOver()) await this.erase();
    this._changed();
  }

  // "none", "locked" or "open".
  get state() {
    if (this.#list) return "open";
    return this.#kept ? "locked" : "none";
  }

  get size() {
    return this.#list ? this.#list.people.size : 0;
  }

  // The list comes, and its key is locked under `secret`. "" or why not: `offline`, or what the server says.
  async choose(secret) {
    const { slug, token } = this.#device;
    // The list first: the key is given once, and must not be lost with the network.
    const list = await fetchNames(slug, token, 0);
    if (list.status !== 200) return list.code || "offline";
    const iterations = await rounds();
    const answer = await ask(`/api/v1/events/${slug}/names/key`, { token, body: {} });
    if (answer.status !== 200 || !answer.body.key) return answer.code || "offline";
    if (answer.body.id !== list.id) return "offline";
    const lock = await wrap(bytesOf(answer.body.key), secret, iterations);
    await this._keep({ id: list.id, cursor: list.cursor, portions: [list.bytes], lock }, { nameTries: 0 });
    await this._open(await unwrap(lock, secret));
    return "";
  }

  // {isOpen, left}: how many tries are left; none: the list has been erased.
  async unlock(secret) {
    await this._reload();
    const tries = ((await this.#store.get("nameTries")) || 0) + 1;
    // Written down before it is tried: whoever pulls the plug has used it up as well.
    await this.#store.set({ nameTries: tries });
    const key = tries <= MOST_TRIES && this.#kept ? await unwrap(this.#kept.lock, secret) : null;
    if (key) {
      await this._open(key);
      await this.#store.set({ nameTries: 0 });
      return { isOpen: true, left: MOST_TRIES };
    }
    const left = Math.max(0, MOST_TRIES - tries);
    if (!left) await this.erase();
    return { isOpen: false, left };
  }

  find(query, most) {
    this.#used = Date.now();
    return this.#list ? find(this.#list.sorted, query, most) : { count: 0, people: [] };
  }

  lock() {
    if (!this.#list && !this.#key) return;
    this.#key = this.#list = null;
    this._changed();
  }

  async erase() {
    this.#kept = null;
    await this.#store.set({ names: undefined, nameTries: undefined });
    this.lock();
    this._changed();
  }

  // What has changed since, at most now and then; what is not this phone's any more goes.
  async refresh() {
    if (!this.#kept || Date.now() - this.#asked < AGAIN_MS) return;
    this.#asked = Date.now();
    const kept = await this._reload();
    if (!kept) return this.erase();
    const { slug, token } = this.#device;
    const answer = await fetchNames(slug, token, kept.portions.length < MOST_PORTIONS ? kept.cursor : 0);
    if (kept !== this.#kept) return;
    if (answer.code === "search_not_allowed" || (answer.status === 200 && answer.id !== kept.id)) return this.erase();
    if (answer.status !== 200) return;
    kept.cursor = answer.cursor;
    if (!answer.bytes.length) return;
    const portions = answer.isWhole ? [answer.bytes] : [...kept.portions, answer.bytes];
    await this._keep({ ...kept, portions });
    if (!this.#key) return;
    if (answer.isWhole) await this._open(this.#key);
    else await this.#list.add(answer.bytes, this.#key);
  }

  // Another tab may have erased it, or have had it anew.
  async _reload() {
    return (this.#kept = (await this.#store.get("names")) || null);
  }

  async _open(key) {
    const list = new NameList();
    for (const portion of this.#kept.portions) await list.add(portion, key);
    this.#key = key;
    this.#list = list;
    this.#used = Date.now();
    this._changed();
  }

  async _keep(kept, more = {}) {
    await this.#store.set({ names: kept, ...more });
    this.#kept = kept;
  }

  // Nobody uses it, nobody looks at it, or the phone's time is over.
  _look() {
    const now = Date.now();
    if (this.#kept && this._isOver()) return this.erase();
    if (now - this.#used > IDLE_MS || (this.#hidden && now - this.#hidden > HIDDEN_MS)) this.lock();
  }

  _isOver() {
    const { expires_at: end } = this.#device.config.device;
    return Boolean(end) && this.#device.now() >= Date.parse(end);
  }

  _changed() {
    this.dispatchEvent(new Event("change"));
  }
}
