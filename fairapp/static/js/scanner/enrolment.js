// How a phone becomes a scanner: by the code of a QR that the team shows, in the address, before the camera or typed.
const ADDRESS = /#e=([\w-]{6,40})\s*$/;
const TYPED = /^[\w-]{6,40}$/;

export class Enrolment {
  #data;
  #device;
  #isAsking = false;
  #place = document.querySelector("[data-start]");

  constructor(data, device, { camera, onTyped }) {
    this.#data = data;
    this.#device = device;
    for (const button of document.querySelectorAll("[data-read-code]")) button.addEventListener("click", () => this._read(camera));
    this.#place.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      onTyped(this.#place.querySelector("input").value.replace(/\s+/g, ""));
    });
  }

  // The code of the address, which must not stay in the browser's list of pages.
  static fromAddress() {
    const found = ADDRESS.exec(location.hash);
    if (location.hash) history.replaceState(null, "", location.pathname + location.search);
    return found && found[1];
  }

  show() {
    this.#place.hidden = false;
    document.body.dataset.screen = "start";
  }

  // Before the camera, without anything over it.
  _read(camera) {
    for (const cover of document.querySelectorAll(".cover")) cover.hidden = true;
    document.body.dataset.screen = "reading";
    camera.start();
  }

  // What was read or typed; whether it was a code of this kind.
  take(text) {
    const code = ADDRESS.exec(text)?.[1] || (TYPED.test(text) ? text : null);
    if (!code) return this._say(this.#data.words.noEnrolment);
    return this.enrol(code);
  }

  async enrol(code) {
    if (this.#isAsking) return;
    this.#isAsking = true;
    this._say(this.#data.words.asking);
    const problem = await this.#device.enrol(code, document.documentElement.lang);
    this.#isAsking = false;
    const { enrolments } = this.#data;
    this._say(problem && (enrolments[problem] || enrolments.offline));
    // The same address opened again: the code is used, the phone is a scanner.
    const isDone = !problem || (this.#device.isKnown && !this.#device.stopped);
    if (isDone) document.querySelector("[data-stopped]").hidden = true;
    this.#place.hidden = isDone;
    if (!isDone) document.body.dataset.screen = "start";
    else delete document.body.dataset.screen;
  }

  _say(text) {
    const place = this.#place.querySelector("[data-start-note]");
    place.textContent = text;
    place.hidden = !text;
  }
}
