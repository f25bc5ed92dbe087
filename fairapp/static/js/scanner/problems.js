// Scans that the server could not read: listed and exported, never thrown away.
export class Problems {
  #data;
  #store;
  #sheet = document.querySelector("[data-problems-sheet]");

  constructor(data, store, save) {
    this.#data = data;
    this.#store = store;
    this.#sheet.querySelector("[data-close]").addEventListener("click", () => this.#sheet.close());
    this.#sheet.querySelector("[data-save]").addEventListener("click", save);
  }

  async open() {
    const rows = await this.#store.problems();
    const list = this.#sheet.querySelector("[data-problems-list]");
    list.replaceChildren(...rows.map((row) => this._row(row)));
    this.#sheet.querySelector("[data-problems-empty]").hidden = rows.length > 0;
    this.#sheet.querySelector("[data-save]").hidden = rows.length === 0;
    this.#sheet.showModal();
  }

  _row({ scanned_at: at, checkpoint, badge, undoes, reason, seq }) {
    const { words, reasons } = this.#data;
    const row = document.createElement("li");
    const when = new Date(at).toLocaleString(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" });
    const what = undoes ? words.undo : badge.slice(0, 2) === "n:" ? badge.slice(2) : `${badge.slice(2, 8)}…`;
    row.append(part("b", String(seq)), part("span", [when, checkpoint, what].filter(Boolean).join(" · ")), part("small", reasons[reason] || reasons.invalid));
    return row;
  }
}

function part(tag, content) {
  const made = document.createElement(tag);
  made.textContent = content;
  return made;
}
