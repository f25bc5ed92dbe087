// Lines wait on the phone until the server has acknowledged them: they outlive the page, each under a key of its own, so that
// two tabs never write over each other. Sent in their order, one request at a time, with the same uuid until then.
const MOST = 50;
const PATIENCE_MS = 8000;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 15000;
const FOLLOW_MS = 20000;

export class Outbox extends EventTarget {
  state = "online";
  #url;
  #csrf;
  #prefix;
  #kept = new Map();
  #isSending = false;
  #pause = 0;
  #timer = 0;
  #settled = 0;

  constructor({ url, csrf }) {
    super();
    this.#url = url;
    this.#csrf = csrf;
    this.#prefix = `match ${url} `;
    this._load();
    setInterval(() => this.follow(), FOLLOW_MS);
    addEventListener("online", () => this.send());
    addEventListener("storage", (event) => this._follow(event));
    document.addEventListener("visibilitychange", () => this.send());
  }

  // What waits, in the order in which it was noted.
  get lines() {
    return [...this.#kept.keys()].sort().map((key) => this.#kept.get(key));
  }

  add(line) {
    const key = `${this.#prefix}${String(Date.now()).padStart(15, "0")} ${line.uuid}`;
    this.#kept.set(key, line);
    try {
      localStorage.setItem(key, JSON.stringify(line));
    } catch {
      // Full, or forbidden: it waits as long as the page is open.
    }
    this._changed();
    this.send();
  }

  async send() {
    const batch = this.lines.slice(0, MOST);
    if (this.#isSending || !batch.length) return;
    this.#isSending = true;
    clearTimeout(this.#timer);
    const answer = await this._post(batch);
    this.#isSending = false;
    if (answer.results) this._settle(batch, answer);
    else this._later(answer.status);
    this._changed();
    if (answer.results) this.send();
  }

  // What others have noted; and what this page was too early to see, when it was loaded while a line was being stored.
  async follow() {
    if (document.hidden || this.#isSending || this.#kept.size) return;
    const settled = this.#settled;
    const answer = await this._request({});
    this.state = stateOf(answer.status);
    // An answer from before the latest line was stored knows nothing of it.
    if (answer.incidents && settled === this.#settled) this.dispatchEvent(new CustomEvent("answer", { detail: answer }));
    this._changed();
  }

  _settle(batch, answer) {
    this.#settled += 1;
    this.#pause = 0;
    this.state = "online";
    const settled = new Set(answer.results.map(({ uuid }) => uuid));
    for (const [key, line] of this.#kept) if (settled.has(line.uuid)) this._forget(key);
    const refused = answer.results.filter(({ status }) => status === "refused");
    const lines = new Map(batch.map((line) => [line.uuid, line]));
    this.dispatchEvent(new CustomEvent("answer", { detail: answer }));
    for (const { uuid, reason } of refused) {
      this.dispatchEvent(new CustomEvent("refused", { detail: { line: lines.get(uuid), reason } }));
    }
  }

  _forget(key) {
    this.#kept.delete(key);
    try {
      localStorage.removeItem(key);
    } catch {
      // Nothing was kept there.
    }
  }

  _later(status) {
    this.state = stateOf(status);
    this.#pause = Math.min(Math.max(this.#pause * 2, FIRST_PAUSE_MS), LONGEST_PAUSE_MS);
    this.#timer = setTimeout(() => this.send(), this.#pause * (0.5 + Math.random()));
  }

  async _post(lines) {
    const answer = await this._request({
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": this.#csrf },
      body: JSON.stringify({ sent_at: new Date().toISOString(), incidents: lines }),
    });
    if (answer.status !== 400) return answer;
    // The token is of a session that has ended meanwhile; a new one may have begun.
    const fresh = await this._request({});
    if (!fresh.csrf || fresh.csrf === this.#csrf) return { status: fresh.csrf ? 400 : fresh.status };
    this.#csrf = fresh.csrf;
    return this._post(lines);
  }

  async _request(options) {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), PATIENCE_MS);
    try {
      const answer = await fetch(this.#url, { redirect: "error", cache: "no-store", ...options, signal: abort.signal });
      if (!answer.ok) return { status: answer.status };
      const body = await answer.json();
      return { status: answer.status, ...body };
    } catch {
      // No network, too slow, the page of somebody's wifi.
      return { status: 0 };
    } finally {
      clearTimeout(timer);
    }
  }

  // Another tab has kept a line, or sent it.
  _follow({ key, newValue }) {
    if (!key || !key.startsWith(this.#prefix)) return;
    if (newValue) this.#kept.set(key, JSON.parse(newValue));
    else this.#kept.delete(key);
    this._changed();
  }

  // What this page kept before it was closed.
  _load() {
    try {
      const keys = Object.keys(localStorage).filter((key) => key.startsWith(this.#prefix));
      for (const key of keys) this.#kept.set(key, JSON.parse(localStorage.getItem(key)));
    } catch {
      // No storage: what this page knows is all there is.
    }
  }

  _changed() {
    this.dispatchEvent(new Event("change"));
  }
}

function stateOf(status) {
  if (status >= 200 && status < 300) return "online";
  return status === 401 || status === 403 ? "signedOut" : "offline";
}
