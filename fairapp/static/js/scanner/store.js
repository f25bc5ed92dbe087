// What outlives the page: scans that wait, entries seen, problems, and what the phone knows of its fair (IndexedDB). Nothing in here
// names anybody but what was typed for a walk-in; a list of names is locked (names/vault.js). A write counts once its transaction has reached the disk.
const NAME = "fair-scanner";
const VERSION = 2;
const STRICT = { durability: "strict" };

export class Store {
  #db;

  static async open() {
    const asked = indexedDB.open(NAME, VERSION);
    asked.onupgradeneeded = () => {
      const known = asked.result.objectStoreNames;
      if (!known.contains("tallies")) asked.result.createObjectStore("tallies", { keyPath: "uuid" });
      if (known.contains("outbox")) return;
      // The key is the scan's running number: it goes on from where it was, whatever has been deleted.
      asked.result.createObjectStore("outbox", { keyPath: "seq", autoIncrement: true });
      asked.result.createObjectStore("seen", { keyPath: "uuid" }).createIndex("code", "code");
      asked.result.createObjectStore("problems", { keyPath: "seq" });
      asked.result.createObjectStore("kv");
    };
    return new Store(await resultOf(asked));
  }

  constructor(db) {
    this.#db = db;
    // A page of a newer version must not wait for this one.
    db.onversionchange = () => db.close();
  }

  get(key) {
    return resultOf(this.#db.transaction("kv").objectStore("kv").get(key));
  }

  // `values`: by key; undefined deletes.
  set(values) {
    const [done, kv] = this._write("kv");
    for (const [key, value] of Object.entries(values)) value === undefined ? kv.delete(key) : kv.put(value, key);
    return done;
  }

  // Decide and keep in one go, so that two tabs never both see a badge for the first time: `build` is given what is known of `code` and
  // answers {row, entry}: what waits to be sent and, when somebody comes in, what was seen. Resolves to what `build` gave.
  async record(code, build) {
    let built;
    const [done, outbox, seen] = this._write("outbox", "seen");
    seen.index("code").getAll(code).onsuccess = ({ target }) => {
      built = build(target.result);
      outbox.add(built.row);
      if (built.entry) seen.put(built.entry);
    };
    await done;
    return built;
  }

  // Take back: `row` waits to be sent, the entry with `uuid` is forgotten.
  takeBack(row, uuid) {
    const [done, outbox, seen] = this._write("outbox", "seen");
    outbox.add(row);
    seen.delete(uuid);
    return done;
  }

  // The first `most` rows that wait, in the order in which they were made.
  waiting(most) {
    return resultOf(this.#db.transaction("outbox").objectStore("outbox").getAll(null, most));
  }

  count(name = "outbox") {
    return resultOf(this.#db.transaction(name).objectStore(name).count());
  }

  problems() {
    return resultOf(this.#db.transaction("problems").objectStore("problems").getAll());
  }

  // Scans and counts of heads that the server could not take; `file`: the one that they were saved in.
  async refused() {
    const [problems, tallies] = await Promise.all([this.problems(), this.tallies()]);
    return [...problems, ...tallies.filter(({ reason }) => reason)];
  }

  // What would be lost with this phone: {waiting, unsaved}, how many are still to be sent, and how many that cannot be are in no file;
  // `files`: those that hold the others.
  async held() {
    const [scans, tallies, refused] = await Promise.all([this.count(), this.tallies(), this.refused()]);
    const files = new Set(refused.map(({ file }) => file).filter(Boolean));
    return {
      waiting: scans + tallies.filter(({ reason }) => !reason).length,
      unsaved: refused.filter(({ file }) => !file).length,
      files: [...files],
    };
  }

  // What the server could not take is in this file by now.
  putInFile(file, { problems, tallies }) {
    const [done, kept, counted] = this._write("problems", "tallies");
    for (const row of problems) kept.put({ ...row, file });
    for (const row of tallies) if (row.reason) counted.put({ ...row, file });
    return done;
  }

  // `settled`: [{row, result}], each acknowledged by its own uuid. What the server could not read is set aside; what is no entry after all
  // was not seen.
  settle(settled) {
    const [done, outbox, seen, problems] = this._write("outbox", "seen", "problems");
    for (const { row, result } of settled) {
      outbox.delete(row.seq);
      if (result.status === "invalid") problems.put({ ...row, reason: result.reason });
      if (!result.entry) seen.delete(row.uuid);
    }
    return done;
  }

  // Heads counted: rows that wait, and what is kept of the clicker, in one go.
  putTallies(rows, values) {
    const [done, tallies, kv] = this._write("tallies", "kv");
    for (const row of rows) tallies.put(row);
    for (const [key, value] of Object.entries(values)) kv.put(value, key);
    return done;
  }

  tallies() {
    return resultOf(this.#db.transaction("tallies").objectStore("tallies").getAll());
  }

  settleTallies(good, bad) {
    const [done, tallies] = this._write("tallies");
    for (const { uuid } of good) tallies.delete(uuid);
    for (const row of bad) tallies.put(row);
    return done;
  }

  // Numbers go on after `last`, as they do on the server, which knows this device already.
  countFrom(last) {
    const [done, outbox] = this._write("outbox");
    // A scan that still waits has such a number already, and must not give way to this one.
    outbox.count(IDBKeyRange.lowerBound(last)).onsuccess = ({ target }) => {
      if (last > 0 && !target.result) outbox.put({ seq: last }).onsuccess = () => outbox.delete(last);
    };
    return done;
  }

  // Everything of the fair that is left; nothing may be `held`.
  wipe() {
    const names = ["outbox", "seen", "problems", "tallies", "kv"];
    const [done, ...stores] = this._write(...names);
    for (const store of stores) store.clear();
    return done;
  }

  _write(...names) {
    const transaction = this.#db.transaction(names, "readwrite", STRICT);
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error || new Error("not written"));
    });
    return [done, ...names.map((name) => transaction.objectStore(name))];
  }
}

function resultOf(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
