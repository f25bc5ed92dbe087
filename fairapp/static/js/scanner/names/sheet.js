// « Look for a name »: the secret, then one box over any fragment; a tap on somebody is a scan of his or her badge.
import { bytesOf } from "../seal.js";
import { fill } from "../verdict.js";
import { problemOf } from "./lock.js";
import { Results } from "./results.js";
import { Vault } from "./vault.js";

const SHOWN = 12;

export class NamesSheet {
  #parts;
  #vault;
  #results;
  #isBusy = false;
  #sheet = document.querySelector("[data-names]");

  // With what is kept on this phone.
  static async ready(parts) {
    const vault = new Vault(parts.device, parts.store);
    await vault.load();
    return new NamesSheet(parts, vault);
  }

  // `parts`: {data, device, store, scans}.
  constructor(parts, vault) {
    this.#parts = parts;
    this.#vault = vault;
    const categoryOf = ({ code }) => this._categoryOf(code);
    this.#results = new Results(this._part("found"), { words: parts.data.words, categoryOf, onChosen: (person) => this._take(person) });
    this._on("choose", "submit", () => this._choose());
    this._on("unlock", "submit", () => this._unlock());
    this._on("search", "submit", () => this.#results.enter());
    this._on("query", "input", () => this._search());
    this._on("query", "keydown", (event) => this.#results.key(event));
    this._on("lock", "click", () => vault.lock());
    this._on("forgotten", "click", () => this._forgotten());
    this._on("close", "click", () => this.#sheet.close());
    this.#sheet.addEventListener("close", () => this._clear());
    vault.addEventListener("change", () => this._show());
  }

  open() {
    this._clear();
    this.#sheet.showModal();
    this._show();
    this.#vault.refresh();
  }

  refresh() {
    this.#vault.refresh();
  }

  // This phone may no more.
  forget() {
    this._shut();
    return this.#vault.state === "none" ? null : this.#vault.erase();
  }

  async _choose() {
    const { words, nameProblems } = this.#parts.data;
    const [secret, again] = [this._part("secret"), this._part("again")];
    const problem = problemOf(secret.value) || (secret.value !== again.value && "differs");
    if (problem) return this._wrong("choose", nameProblems[problem], problem === "differs" ? again : secret);
    const why = await this._during(words.namesComing, () => this.#vault.choose(secret.value));
    this._clear();
    if (why) this._wrong("choose", nameProblems[why] || nameProblems.offline, secret);
  }

  async _unlock() {
    const { words, nameProblems } = this.#parts.data;
    const field = this._part("known");
    const tried = await this._during(words.asking, () => this.#vault.unlock(field.value));
    field.value = "";
    if (!tried || tried.isOpen) return;
    if (!tried.left) return this._wrong("choose", nameProblems.erased, this._part("secret"));
    this._wrong("unlock", fill(words.secretWrong, { count: tried.left }), field);
  }

  async _forgotten() {
    const { words, nameProblems } = this.#parts.data;
    if (!confirm(words.forgottenAsk)) return;
    await this.#vault.erase();
    this._wrong("choose", nameProblems.key_given, this._part("secret"));
  }

  _search() {
    const query = this._part("query").value;
    const { count, people } = this.#vault.find(query, SHOWN);
    const isAsked = query.trim().length > 1;
    this.#results.show(isAsked ? people : []);
    const { words } = this.#parts.data;
    const number = new Intl.NumberFormat(document.documentElement.lang);
    const told = count > SHOWN ? fill(words.namesMore, { shown: SHOWN, count: number.format(count) }) : "";
    this._part("count").textContent = isAsked ? told : fill(words.namesKnown, { count: number.format(this.#vault.size) });
    this._part("none").hidden = !isAsked || count > 0;
  }

  // A scan of the badge, with the name that its seal would give.
  _take({ code, name, organisation, sessions }) {
    this._shut();
    this.#parts.scans.take(`h:${code}`, { known: [name, organisation, sessions, null] });
  }

  _categoryOf(code) {
    const { roster, config } = this.#parts.device;
    return config.categories[roster.find(bytesOf(code))?.category];
  }

  _show() {
    const { state } = this.#vault;
    this._part("choose").hidden = state !== "none";
    this._part("unlock").hidden = state !== "locked";
    this._part("open").hidden = state !== "open";
    if (state !== "open") this.#results.show([]);
    if (!this.#sheet.open) return;
    if (state === "open") this._search();
    this._part({ none: "secret", locked: "known", open: "query" }[state]).focus();
  }

  // Nothing is typed twice while the phone computes.
  async _during(word, act) {
    if (this.#isBusy) return null;
    this.#isBusy = true;
    this._say(word);
    try {
      return await act();
    } finally {
      this.#isBusy = false;
      this._say("");
    }
  }

  _wrong(form, text, field) {
    const place = this._part(`${form}-error`);
    place.textContent = text;
    place.hidden = false;
    field.setAttribute("aria-invalid", "true");
    field.focus();
    field.select();
  }

  _say(text) {
    this._part("note").textContent = text;
    this._part("note").hidden = !text;
  }

  _shut() {
    if (this.#sheet.open) this.#sheet.close();
  }

  // Nothing that was typed or found stays in the page.
  _clear() {
    for (const field of this.#sheet.querySelectorAll("input")) {
      field.value = "";
      field.removeAttribute("aria-invalid");
    }
    for (const form of ["choose", "unlock"]) this._part(`${form}-error`).hidden = true;
    this._search();
  }

  _on(name, type, act) {
    this._part(name).addEventListener(type, (event) => {
      if (type === "submit") event.preventDefault();
      act(event);
    });
  }

  _part(name) {
    return this.#sheet.querySelector(`[data-names-${name}]`);
  }
}
