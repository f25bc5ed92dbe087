// A camera: its picture on the page, its frames to the decoder; light and zoom where it and the page have them.
const WANTED = { width: { ideal: 1280 }, height: { ideal: 720 } };
const BETWEEN_FRAMES_MS = 60;
const MOST_PIXELS = 720;

export class Camera {
  #decoder;
  #onCode;
  #onProblem;
  #words;
  #facing;
  #video = document.querySelector("[data-video]");
  #canvas = document.createElement("canvas");
  #stream = null;
  #isStarting = false;

  // `facing`: "environment" for the rear camera, "user" for whoever stands before the screen.
  constructor(decoder, { onCode, onProblem, words, facing = "environment" }) {
    this.#decoder = decoder;
    this.#onCode = onCode;
    this.#onProblem = onProblem;
    this.#words = words;
    this.#facing = facing;
    document.addEventListener("visibilitychange", () => (document.hidden ? this.stop() : this.start()));
    this._bind("torch", () => this._track()?.getSettings().torch !== true, (on) => ({ torch: on }));
    this._bind("zoom", (button) => button.getAttribute("aria-pressed") !== "true", (on) => {
      const { zoom } = this._track().getCapabilities();
      return { zoom: on ? Math.min(2 * Math.max(zoom.min, 1), zoom.max) : zoom.min };
    });
  }

  async start() {
    if (this.#stream || this.#isStarting || document.hidden) return;
    this.#isStarting = true;
    try {
      if (!navigator.mediaDevices) throw Object.assign(new Error(), { name: "Insecure" });
      this.#stream = await navigator.mediaDevices.getUserMedia({
        audio: false,
        video: { ...WANTED, facingMode: { ideal: this.#facing } },
      });
      this.#video.srcObject = this.#stream;
      await this.#video.play();
      this._track().addEventListener("ended", () => this.stop());
      this._offerTools();
      this._keepAwake();
      this.#onProblem("");
      document.body.dataset.camera = "on";
      this._loop();
    } catch (error) {
      this.stop();
      this.#onProblem(this.#words[PROBLEMS[error.name] || "cameraBusy"]);
      document.body.dataset.camera = "off";
    } finally {
      this.#isStarting = false;
    }
  }

  stop() {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
    this.#video.srcObject = null;
  }

  _track() {
    return this.#stream?.getVideoTracks()[0];
  }

  async _loop() {
    const stream = this.#stream;
    while (stream && stream === this.#stream) {
      const image = this._frame();
      const text = image && (await this.#decoder.read(image));
      if (text && stream === this.#stream) this.#onCode(text);
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_FRAMES_MS));
    }
  }

  // The centre square: where people hold the code, and half the pixels.
  _frame() {
    const { videoWidth: width, videoHeight: height } = this.#video;
    const side = Math.min(width, height);
    if (!side) return null;
    const size = Math.min(side, MOST_PIXELS);
    this.#canvas.width = this.#canvas.height = size;
    const context = this.#canvas.getContext("2d", { willReadFrequently: true, alpha: false });
    context.drawImage(this.#video, (width - side) / 2, (height - side) / 2, side, side, 0, 0, size, size);
    return context.getImageData(0, 0, size, size);
  }

  _offerTools() {
    const can = this._track().getCapabilities?.() ?? {};
    const offers = { torch: can.torch, zoom: can.zoom && can.zoom.max > can.zoom.min };
    for (const [name, isOffered] of Object.entries(offers)) {
      const button = document.querySelector(`[data-${name}]`);
      if (button) button.hidden = !isOffered;
    }
  }

  _bind(name, isToTurnOn, setting) {
    const button = document.querySelector(`[data-${name}]`);
    button?.addEventListener("click", async () => {
      const on = isToTurnOn(button);
      try {
        await this._track().applyConstraints({ advanced: [setting(on)] });
        button.setAttribute("aria-pressed", String(on));
      } catch {
        button.hidden = true;
      }
    });
  }

  async _keepAwake() {
    try {
      await navigator.wakeLock?.request("screen");
    } catch {
      // A phone short of power refuses; the screen will dim.
    }
  }
}

const PROBLEMS = {
  Insecure: "cameraInsecure",
  NotAllowedError: "cameraRefused",
  SecurityError: "cameraRefused",
  NotFoundError: "noCamera",
  OverconstrainedError: "noCamera",
};
