// Where this phone stands, and which way people go: asked once, then remembered for this fair.
export class Gates {
  chosen = null;
  #data;
  #onChoice;
  #key;
  #sheet = document.querySelector("[data-gates]");

  constructor(data, onChoice) {
    this.#data = data;
    this.#onChoice = onChoice;
    this.#key = `gate:${data.slug}`;
    this.#sheet.addEventListener("click", (event) => {
      const button = event.target.closest("[data-gate]");
      if (button) this._choose(button.value, this._way());
    });
    // Without a checkpoint there is nothing to go back to.
    this.#sheet.addEventListener("cancel", (event) => {
      if (!this.chosen) event.preventDefault();
    });
  }

  begin() {
    const { code, way } = this._remembered();
    const known = this.#data.gate || code;
    if (known in this.#data.gates) this._choose(known, way === "out" ? "out" : "in");
    else this.open();
  }

  open() {
    for (const button of this.#sheet.querySelectorAll("[data-gate]")) {
      const isChosen = Boolean(this.chosen) && button.value === this.chosen.code;
      button.setAttribute("aria-pressed", String(isChosen));
    }
    if (!this.#sheet.open) this.#sheet.showModal();
  }

  _choose(code, way) {
    this.chosen = { code, way, name: this.#data.gates[code] };
    this.#sheet.querySelector(`[name=way][value=${way}]`).checked = true;
    try {
      localStorage.setItem(this.#key, JSON.stringify({ code, way }));
    } catch {
      // Private windows refuse; it is asked again next time.
    }
    if (this.#sheet.open) this.#sheet.close();
    this.#onChoice(this.chosen);
  }

  _way() {
    return this.#sheet.querySelector("[name=way]:checked").value;
  }

  _remembered() {
    try {
      return JSON.parse(localStorage.getItem(this.#key)) || {};
    } catch {
      return {};
    }
  }
}
