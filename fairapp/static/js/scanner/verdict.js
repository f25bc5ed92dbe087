// The verdict takes the whole screen: colour, sign, word, name, sound. Back after a moment or a tap.
const BACK_AFTER_MS = { admitted: 1200, again: 1200, left: 1200, provisional: 1200, unknown: 2500 };

export class VerdictScreen {
  #data;
  #sounds;
  #timer = 0;
  #turn = 0;
  #before = null;
  #screen = document.querySelector("[data-verdict]");

  constructor(data, sounds) {
    this.#data = data;
    this.#sounds = sounds;
    this.#screen.addEventListener("click", (event) => {
      if (!event.target.closest("[data-acts]")) this.close();
    });
    document.addEventListener("keydown", (event) => {
      const goesOn = event.key === "Escape" || (event.target === this.#screen && [" ", "Enter"].includes(event.key));
      if (goesOn && !this.#screen.hidden) this.close();
    });
  }

  // A scan was made: only the answer to the latest one may take the screen; `show` tells whether it did.
  expect() {
    const turn = (this.#turn += 1);
    const mine = (act) => (...values) => {
      const isLatest = turn === this.#turn;
      if (isLatest) act(...values);
      return isLatest;
    };
    clearTimeout(this.#timer);
    return {
      asking: mine(() => this._paint({ look: "asking", sign: "…", word: this.#data.words.asking })),
      kept: mine(() => this._keep()),
      failed: mine(() => this._fail()),
      show: mine((...values) => this._show(...values)),
    };
  }

  close() {
    clearTimeout(this.#timer);
    this.#screen.hidden = true;
    this.#turn += 1;
    // Whoever types numbers is back in the field.
    this.#before?.focus({ preventScroll: true });
  }

  _keep() {
    const { kept, keptMore } = this.#data.words;
    this._paint({ look: "kept", sign: "↑", word: kept, reason: keptMore });
    this.#sounds.play("unknown");
    this._backAfter(4000);
  }

  _fail() {
    const { notKept, notKeptMore } = this.#data.words;
    this._paint({ look: "refused", sign: "!", word: notKept, reason: notKeptMore });
    this.#sounds.play("refused");
  }

  // `isQuiet`: the same verdict, about which more is known now.
  _show(result, acts, { isQuiet, uuid }) {
    const { verdicts, reasons, words } = this.#data;
    this.#screen.dataset.scan = uuid;
    if (result.status === "invalid") {
      const reason = reasons[result.reason] || reasons.invalid;
      this._paint({ look: "unknown", sign: "!", word: verdicts.unknown[1], reason });
      return this.#sounds.play("unknown");
    }
    // Somebody was let in against the verdict: that is an entry like any other.
    const isOverridden = result.entry && ["ask", "refused"].includes(result.verdict);
    const verdict = isOverridden ? "admitted" : result.verdict;
    const [sign, word] = verdicts[verdict];
    this._paint({
      look: verdict,
      sign,
      word: isOverridden ? words.admitted : word,
      name: result.name,
      organisation: result.organisation,
      category: result.category,
      reason: isOverridden ? "" : this._reason(result),
      acts: this._acts(result, acts),
    });
    if (!isQuiet) this.#sounds.play(verdict);
    // Whoever has to decide gets the time for it.
    if (BACK_AFTER_MS[verdict]) this._backAfter(BACK_AFTER_MS[verdict]);
  }

  _reason({ reason, first_seen: seen }) {
    if (seen) return fill(this.#data.words.since, seen);
    return this.#data.reasons[reason] || "";
  }

  // Undoing is in the list of the latest scans: here a tap to go on would hit it by mistake.
  _acts({ verdict, may_override: mayOverride, reason }, { override, walkIn }) {
    if (verdict === "blank") return [{ label: this.#data.words.walkIn, act: walkIn }];
    if (!mayOverride) return [];
    const offered = reason === "protocol" ? this.#data.protocolOverrides : this.#data.overrides;
    return offered.map((label) => ({ label, act: () => override(label) }));
  }

  _paint({ look, sign, word, name = "", organisation = "", category = null, reason = "", acts = [] }) {
    const part = (key) => this.#screen.querySelector(`[data-${key}]`);
    clearTimeout(this.#timer);
    this.#screen.dataset.look = look;
    for (const [key, text] of Object.entries({ sign, word, name, organisation, reason })) part(key).textContent = text;
    part("category").hidden = !category;
    if (category) {
      part("category-name").textContent = category.name;
      part("letter").textContent = category.letter;
      part("tone").setAttribute("fill", category.tone || "#333");
    }
    part("acts").textContent = "";
    part("acts").append(...acts.map((act) => this._button(act)));
    if (this.#screen.hidden) this.#before = document.activeElement;
    this.#screen.hidden = false;
    this.#screen.focus({ preventScroll: true });
  }

  _button({ label, act }) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", () => {
      this.close();
      act();
    });
    return button;
  }

  _backAfter(milliseconds) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.close(), milliseconds);
  }
}

export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}
