// A scan from the badge to the screen: looked up, decided, kept, shown; and put right when the server says otherwise.
import { newUuid } from "./uuid.js";

// A fast answer needs no "one moment": it would only flicker.
const ASKING_AFTER_MS = 250;
// After this the gate must decide by itself.
const DECIDE_AFTER_MS = 2500;
const MOST_OPEN = 500;

export class Scans {
  #parts;
  // What this page has shown and the server has not confirmed: by uuid.
  #open = new Map();

  // `parts`: {data, device, judge, outbox, gates, screen, strip, history, walkIns, note, sounds}.
  constructor(parts) {
    this.#parts = parts;
    parts.outbox.addEventListener("results", ({ detail }) => {
      for (const [uuid, result] of detail) this._hear(uuid, result);
    });
  }

  // `known`: somebody who was found by name.
  async take(badge, { override = null, walkIn = null, known = null } = {}) {
    const { gates, screen, judge, outbox, history, strip } = this.#parts;
    const gate = gates.chosen;
    if (!gate) return gates.open();
    const scan = { uuid: newUuid(), badge, walkIn, known, shown: screen.expect() };
    try {
      const found = await judge.look(badge, known);
      await outbox.add(found.key, (seen) => this._keep(scan, found, { gate, seen, override, walkIn }));
    } catch (error) {
      // A full disk, or none: whoever stands at the gate must know that this scan is not kept.
      console.error(error);
      return scan.shown.failed();
    }
    this._remember(scan);
    // The verdict first; what else there is to write comes after it.
    const shown = this._show(scan);
    history.add(scan.row, scan.local);
    strip.settle(scan.local);
    await shown;
  }

  _keep(scan, found, { gate, seen, override, walkIn }) {
    const { device, judge, strip } = this.#parts;
    const at = device.now();
    const moment = { seen, at, direction: gate.way, present: strip.present, override, walkIn };
    const local = judge.decide(found, gate, moment);
    scan.local = local;
    scan.row = {
      uuid: scan.uuid,
      badge: found.wire,
      checkpoint: gate.code,
      direction: gate.way,
      scanned_at: new Date().toISOString(),
      offset_ms: device.offset,
      device_verdict: device.decides ? local.verdict : null,
      override,
      ...(scan.known && { method: "search" }),
      ...(walkIn && { walk_in: walkIn }),
    };
    const kept = { uuid: scan.uuid, code: found.key, at, gate: gate.code, group: gate.group };
    const claimed = walkIn && { walkIn: { category: walkIn.category } };
    return { row: scan.row, entry: local.entry ? { ...kept, ...claimed } : null };
  }

  // What the phone is sure of at once; else the server has a moment to say.
  async _show(scan) {
    const { device, outbox } = this.#parts;
    if (scan.local.isSure || outbox.state !== "online" || navigator.onLine === false) return this._paint(scan, this._own(scan));
    const asking = setTimeout(() => scan.shown.asking(), ASKING_AFTER_MS);
    await Promise.race([scan.answered, new Promise((resolve) => setTimeout(resolve, DECIDE_AFTER_MS))]);
    clearTimeout(asking);
    if (!scan.result) this._paint(scan, device.decides ? scan.local : null);
  }

  // A phone without a list cannot say "provisional": it has only kept the scan.
  _own({ local }) {
    return this.#parts.device.decides || local.verdict === "unknown" ? local : null;
  }

  _paint(scan, view, { isQuiet = false } = {}) {
    if (!view) return scan.shown.kept();
    scan.view = view;
    const acts = {
      override: (reason) => this.take(scan.badge, { override: reason, known: scan.known }),
      walkIn: () => this.#parts.walkIns.ask((walkIn) => this.take(scan.badge, { walkIn })),
    };
    return scan.shown.show(view, acts, { isQuiet, uuid: scan.uuid });
  }

  // The server's word on a scan of this page, at once or hours later.
  _hear(uuid, result) {
    const { history, strip } = this.#parts;
    history.settle(uuid, result);
    const scan = this.#open.get(uuid);
    if (!scan) return;
    this.#open.delete(uuid);
    scan.result = result;
    const view = this._viewOf(result, scan);
    scan.answer(view);
    strip.correct(scan.local, result);
    const before = scan.view;
    const isSame = before && before.verdict === view.verdict && before.reason === view.reason;
    if (isSame && before.name === view.name) return;
    const isShown = this._paint(scan, view, { isQuiet: Boolean(isSame) });
    // Whoever was let in here should not have been.
    if (!isShown && scan.local.entry && !result.entry) this._tellLate(view);
  }

  _viewOf(result, { local }) {
    const { config } = this.#parts.device;
    const category = result.category && {
      name: result.category,
      letter: result.letter,
      tone: Object.values(config.categories).find(({ code }) => code === result.tone)?.tone,
    };
    return { ...result, name: result.name || local.name, category: category || local.category };
  }

  _tellLate({ verdict, reason, name }) {
    const { data, note, sounds } = this.#parts;
    const word = data.verdicts[verdict] ? data.verdicts[verdict][1] : "";
    note([name, word, data.reasons[reason]].filter(Boolean).join(" – "));
    sounds.play("refused");
  }

  _remember(scan) {
    scan.answered = new Promise((resolve) => (scan.answer = resolve));
    this.#open.set(scan.uuid, scan);
    // A whole day without network: of the earliest only the server's log tells.
    if (this.#open.size > MOST_OPEN) this.#open.delete(this.#open.keys().next().value);
  }
}
