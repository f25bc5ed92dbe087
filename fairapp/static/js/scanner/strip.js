// What is always in sight: where we are, whether there is network, what waits, how many are in.
import { fill } from "./verdict.js";

const EVERY_MS = 20000;

export class Strip {
  #data;
  #outbox;
  #gate = "";
  #counted = null;
  #isEntrance = true;
  #number = new Intl.NumberFormat(document.documentElement.lang);

  constructor(data, outbox) {
    this.#data = data;
    this.#outbox = outbox;
    setInterval(() => this.count(), EVERY_MS);
    addEventListener("online", () => this.count());
    addEventListener("offline", () => this.showState());
  }

  showGate(name, way) {
    part("gate-name").textContent = name;
    const shown = part("way-shown");
    shown.textContent = way === "out" ? this.#data.words.out : "";
    shown.hidden = way !== "out";
  }

  showState() {
    const { words, urls } = this.#data;
    const state = navigator.onLine === false ? "offline" : this.#outbox.state;
    part("state").dataset.state = state;
    const waiting = part("waiting");
    waiting.hidden = !this.#outbox.size;
    waiting.textContent = fill(words.waiting, { count: this.#number.format(this.#outbox.size) });
    const word = part("state-word");
    if (state === "signedOut") {
      const link = document.createElement("a");
      link.href = urls.signIn;
      // In a tab of its own: what waits lives in this one.
      link.target = "_blank";
      link.textContent = words.signedOut;
      if (word.querySelector("a")) return;
      word.textContent = "";
      word.append(link);
    } else word.textContent = words[state];
  }

  // New at this checkpoint; the server's own count follows soon.
  settle(result) {
    if (this.#counted !== null && result.entry && result.verdict !== "again") this._showCount(this.#counted + 1);
    this.showState();
  }

  async count(gate = this.#gate) {
    this.#gate = gate;
    if (!gate || document.hidden) return;
    try {
      const url = `${this.#data.urls.counts}?checkpoint=${encodeURIComponent(gate)}`;
      const answer = await fetch(url, { redirect: "error", cache: "no-store" });
      this.#outbox.heard(answer.status);
      if (!answer.ok) return;
      const { today, here } = await answer.json();
      this.#isEntrance = today !== null;
      this._showCount(today !== null ? today : here);
    } catch {
      this.#outbox.heard(0);
    }
  }

  _showCount(count) {
    this.#counted = count;
    const words = this.#data.words;
    const text = this.#isEntrance ? words.today : words.here;
    part("today").textContent = fill(text, { count: this.#number.format(count) });
  }
}

function part(name) {
  return document.querySelector(`[data-${name}]`);
}
