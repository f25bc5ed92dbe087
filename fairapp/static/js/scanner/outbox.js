// Every scan goes through here: kept until the server has acknowledged it, sent again with the same
// uuid until then. One request at a time, at most fifty scans in it.
const MOST = 50;
const PATIENCE_MS = 8000;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30000;

export class Outbox extends EventTarget {
  offset = null;
  state = "online";
  #urls;
  #csrf;
  #waiting = [];
  #isSending = false;
  #pause = 0;
  #timer = 0;
  #most = MOST;

  constructor({ urls, csrf }) {
    super();
    this.#urls = urls;
    this.#csrf = csrf;
    addEventListener("online", () => this._send());
    document.addEventListener("visibilitychange", () => this._send());
  }

  get size() {
    return this.#waiting.length;
  }

  // Resolves with the server's result, however long that takes.
  add(scan) {
    return new Promise((resolve) => {
      this.#waiting.push({ scan, resolve });
      this._changed();
      this._send();
    });
  }

  // Somebody else has asked the server something: it answered so, or not at all (0).
  heard(status) {
    if (status >= 200 && status < 300 && this.size) this._send();
    else this.state = stateOf(status);
    this._changed();
  }

  async _send() {
    if (this.#isSending || !this.#waiting.length) return;
    this.#isSending = true;
    clearTimeout(this.#timer);
    const batch = this.#waiting.slice(0, this.#most);
    const outcome = await this._post(batch.map(({ scan }) => scan));
    this.#isSending = false;
    if (outcome.results) this._settle(batch, outcome.results);
    else this._later(outcome);
    this._changed();
    if (outcome.results) this._send();
  }

  _settle(batch, results) {
    this.#pause = 0;
    this.#most = MOST;
    this.state = "online";
    batch.forEach((item, position) => {
      const result = results[position];
      // Anything else than one answer for each scan in its place is no answer.
      if (!result || (result.uuid !== null && result.uuid !== item.scan.uuid)) return;
      this.#waiting.splice(this.#waiting.indexOf(item), 1);
      item.resolve(result);
    });
  }

  _later({ status }) {
    if (status === 413) this.#most = Math.max(1, Math.floor(this.#most / 2));
    this.state = stateOf(status);
    this.#pause = Math.min(Math.max(this.#pause * 2, FIRST_PAUSE_MS), LONGEST_PAUSE_MS);
    // Not all phones of a fair at the same moment, when the network is back.
    this.#timer = setTimeout(() => this._send(), this.#pause * (0.5 + Math.random()));
  }

  async _post(scans) {
    const answer = await this._request(scans);
    if (answer.status !== 400) return answer;
    // The token is of a session that has ended meanwhile; a new one may have begun.
    const status = await this._renewToken();
    return status === 200 ? this._request(scans) : { status };
  }

  async _request(scans) {
    const sent = Date.now();
    try {
      const answer = await patiently(this.#urls.scans, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Fair-App": "scanner", "X-CSRFToken": this.#csrf },
        body: JSON.stringify({ sent_at: new Date(sent).toISOString(), cursor: null, scans }),
      });
      if (!answer.ok) return { status: answer.status };
      const { server_time: time, results } = await answer.json();
      if (!Array.isArray(results)) return { status: 0 };
      this.offset = Math.round(Date.parse(time) - (sent + Date.now()) / 2);
      return { status: 200, results };
    } catch {
      // No network, too slow, a login page of somebody's wifi.
      return { status: 0 };
    }
  }

  // 200 when there is a new one.
  async _renewToken() {
    try {
      const answer = await patiently(this.#urls.token, {});
      if (!answer.ok) return answer.status;
      const { csrf } = await answer.json();
      const isNew = Boolean(csrf) && csrf !== this.#csrf;
      this.#csrf = csrf;
      return isNew ? 200 : 400;
    } catch {
      return 0;
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

async function patiently(url, options) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), PATIENCE_MS);
  try {
    return await fetch(url, { redirect: "error", cache: "no-store", ...options, signal: abort.signal });
  } finally {
    clearTimeout(timer);
  }
}
