// Whoever has no badge yet gets a blank one: a name, sex and category are asked here, and travel with the scan.
import { newUuid } from "./uuid.js";

export class WalkIns {
  #device;
  #onDone = () => {};
  #sheet = document.querySelector("[data-walk-in]");
  #form = document.querySelector("[data-walk-in-form]");

  constructor(device) {
    this.#device = device;
    this.#form.addEventListener("submit", (event) => this._take(event));
    this.#sheet.querySelector("[data-close]").addEventListener("click", () => this.#sheet.close());
  }

  // `onDone` gets {uuid, name, sex, category}: the registration is made once, however often it is sent.
  ask(onDone) {
    this.#onDone = onDone;
    const { name, sex, category } = this.#form.elements;
    name.value = "";
    for (const choice of sex) choice.checked = false;
    category.textContent = "";
    category.append(...Object.values(this.#device.config.categories).map(({ code, name: label }) => new Option(label, code)));
    this.#sheet.showModal();
    name.focus();
  }

  _take(event) {
    event.preventDefault();
    const { name, sex, category } = this.#form.elements;
    const line = name.value.replace(/\s+/g, " ").trim();
    this.#sheet.close();
    this.#onDone({ uuid: newUuid(), name: line, sex: sex.value, category: category.value });
    name.value = "";
  }
}
