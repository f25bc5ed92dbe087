// Looking people up by name, on phones that may: what that takes is loaded by them alone.
export class Names {
  #parts;
  #sheet = null;
  #loading = null;
  #button = document.querySelector("[data-open-names]");

  // `parts`: {data, device, store, scans, offline, note}.
  constructor(parts) {
    this.#parts = parts;
    this.#button.addEventListener("click", () => this._open());
    parts.device.addEventListener("change", () => this.begin());
  }

  // As the device may now.
  begin() {
    const { device, offline } = this.#parts;
    const isAllowed = device.isKnown && Boolean(device.maySearch);
    this.#button.hidden = !isAllowed;
    offline.want(isAllowed).catch(() => {});
    if (isAllowed) this._load();
    else this.#sheet?.forget();
  }

  refresh() {
    if (this.#parts.device.maySearch) this.#sheet?.refresh();
  }

  close() {
    this.#sheet?.forget();
  }

  async _open() {
    const sheet = await this._load();
    if (sheet) sheet.open();
    else this.#parts.note(this.#parts.data.words.namesNotHere);
  }

  _load() {
    if (!this.#loading) this.#loading = this._import().catch(() => (this.#loading = null));
    return this.#loading;
  }

  async _import() {
    const { NamesSheet } = await import("./names/sheet.js");
    return (this.#sheet = await NamesSheet.ready(this.#parts));
  }
}
