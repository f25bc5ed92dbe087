// Where this phone stands, and which way people go: asked once, then remembered. A phone that is bound to one checkpoint is not asked.
import { timeOf } from "./local.js";
import { fill } from "./verdict.js";

export class Gates extends EventTarget {
  chosen = null;
  #data;
  #device;
  #store;
  #sheet = document.querySelector("[data-gates]");

  // Event: `chosen`.
  constructor(data, device, store) {
    super();
    this.#data = data;
    this.#device = device;
    this.#store = store;
    this.#sheet.addEventListener("click", (event) => {
      const button = event.target.closest("[data-gate]");
      if (button) this._choose(button.value, this._way());
    });
    // Without a checkpoint there is nothing to go back to.
    this.#sheet.addEventListener("cancel", (event) => {
      if (!this.chosen) event.preventDefault();
    });
    device.addEventListener("change", () => this._follow());
  }

  get _all() {
    return this.#device.config?.checkpoints ?? [];
  }

  async begin() {
    const { code, way } = (await this.#store.get("gate")) || {};
    const known = this._find(this._all.length === 1 ? this._all[0].code : code);
    if (known) this._choose(known.code, way === "out" ? "out" : "in");
    else this.open();
  }

  open() {
    this._draw();
    if (!this.#sheet.open) this.#sheet.showModal();
  }

  close() {
    if (this.#sheet.open) this.#sheet.close();
  }

  _find(code) {
    return this._all.find((gate) => gate.code === code);
  }

  _choose(code, way) {
    const gate = this._find(code);
    const only = gate.direction !== "both" ? gate.direction : way;
    this.chosen = { ...gate, way: only || way };
    this.#sheet.querySelector(`[name=way][value=${this.chosen.way}]`).checked = true;
    this.#store.set({ gate: { code, way: this.chosen.way } });
    this.close();
    this.dispatchEvent(new Event("chosen"));
  }

  // The configuration is new: so may be the rules of where we stand.
  _follow() {
    if (!this.chosen) return;
    const gate = this._find(this.chosen.code);
    if (gate) this.chosen = { ...gate, way: this.chosen.way };
    else if (this._all.length) {
      this.chosen = null;
      this.open();
    }
  }

  _draw() {
    const { words } = this.#data;
    const entrances = this._all.filter((gate) => gate.is_entrance);
    const others = this._all.filter((gate) => !gate.is_entrance);
    const list = this.#sheet.querySelector("[data-gates-list]");
    list.textContent = "";
    list.append(...entrances.map((gate) => this._button(gate)));
    if (!others.length) return;
    const more = document.createElement("details");
    more.open = !entrances.length || others.some(({ code }) => code === this.chosen?.code);
    more.append(element("summary", words.others), ...others.map((gate) => this._button(gate)));
    list.append(more);
  }

  _button(gate) {
    const button = element("button", "");
    Object.assign(button, { type: "button", value: gate.code });
    button.dataset.gate = "";
    button.setAttribute("aria-pressed", String(gate.code === this.chosen?.code));
    const name = element("b", gate.name);
    name.dir = "auto";
    button.append(name, element("small", this._about(gate)));
    return button;
  }

  // Its code, and when it is open if not always.
  _about({ code, opens_at: opens, closes_at: closes }) {
    if (!opens && !closes) return code;
    const { zone } = this.#device.config.event;
    const time = (moment) => (moment ? timeOf(Date.parse(moment), zone) : "…");
    return fill(this.#data.words.openFrom, { code, from: time(opens), to: time(closes) });
  }

  _way() {
    return this.#sheet.querySelector("[name=way]:checked").value;
  }
}

function element(tag, content) {
  const made = document.createElement(tag);
  made.textContent = content;
  return made;
}
