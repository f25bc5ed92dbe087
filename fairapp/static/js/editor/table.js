// What the page knows: sessions as the server left them, and where the organiser wants them meanwhile.
export class Table {
  constructor(state, day) {
    Object.assign(this, { rooms: state.rooms, spans: state.spans, urls: state.urls, words: state.words, user: state.user, day });
    this.drafts = new Map(state.drafts.map((draft) => [draft.code, draft]));
    this.warnings = state.warnings;
    this.pending = state.pending;
    this.wanted = new Map();
  }

  get(code) {
    return this.drafts.get(code);
  }

  place(code) {
    const { day, start, minutes, room } = this.wanted.get(code) || this.get(code);
    return { day, start, minutes, room };
  }

  // All sessions of the day that is shown, or of the parking list, each with its place.
  shown(day) {
    const found = [...this.drafts.values()].map((draft) => ({ ...draft, ...this.place(draft.code) }));
    return found.filter((draft) => draft.day === day);
  }

  // Takes in what the server says; gives back what somebody else has changed.
  merge(answer, { isWhole = false } = {}) {
    const others = [];
    for (const draft of answer.drafts || []) {
      const known = this.get(draft.code);
      if (known && known.version > draft.version) continue;
      if ((!known || known.version < draft.version) && draft.by !== this.user) others.push(draft);
      this.drafts.set(draft.code, draft);
    }
    if (isWhole) this.#forget(new Set(answer.drafts.map((draft) => draft.code)));
    if (answer.warnings) this.warnings = answer.warnings;
    if ("pending" in answer) this.pending = answer.pending;
    return others;
  }

  #forget(present) {
    for (const code of [...this.drafts.keys()]) {
      if (present.has(code)) continue;
      this.drafts.delete(code);
      this.wanted.delete(code);
    }
  }

  warningsOf(code) {
    return this.warnings.filter((warning) => warning.code === code);
  }

  roomName(code) {
    return this.rooms.find((room) => room.code === code)?.name ?? code;
  }

  address(name, code) {
    return this.urls[name].replace("CODE", encodeURIComponent(code));
  }

  say(name, values = {}) {
    return this.words[name].replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
  }
}
