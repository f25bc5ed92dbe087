// A sound and a vibration for each verdict, told apart with the eyes elsewhere.
const TUNES = {
  admitted: [[880, 0.09], [1319, 0.16]],
  again: [[659, 0.1], [0, 0.05], [659, 0.14]],
  provisional: [[659, 0.1], [784, 0.18]],
  ask: [[587, 0.12], [784, 0.12], [587, 0.2]],
  blank: [[784, 0.2]],
  refused: [[196, 0.2], [0, 0.06], [165, 0.4]],
  unknown: [[247, 0.35]],
  left: [[784, 0.1], [587, 0.16]],
};
const SHAKES = {
  admitted: [60],
  again: [60, 60, 60],
  provisional: [120],
  ask: [120, 80, 120],
  refused: [350, 100, 350],
  unknown: [250],
};

export class Sounds {
  #context = null;

  // Browsers give no sound before the first tap or key.
  wake() {
    const Context = window.AudioContext || window.webkitAudioContext;
    if (!Context) return;
    this.#context = this.#context || new Context();
    if (this.#context.state === "suspended") this.#context.resume();
  }

  play(verdict) {
    // Before the first tap Chromium refuses, and complains.
    if (navigator.userActivation?.hasBeenActive ?? true) navigator.vibrate?.(SHAKES[verdict] || []);
    const context = this.#context;
    if (!context || context.state !== "running") return;
    let at = context.currentTime + 0.01;
    for (const [pitch, seconds] of TUNES[verdict] || []) {
      if (pitch) this._tone(pitch, at, seconds, verdict === "refused" ? "square" : "triangle");
      at += seconds;
    }
  }

  _tone(pitch, at, seconds, shape) {
    const wave = this.#context.createOscillator();
    const volume = this.#context.createGain();
    wave.type = shape;
    wave.frequency.value = pitch;
    volume.gain.setValueAtTime(0.0001, at);
    volume.gain.exponentialRampToValueAtTime(0.5, at + 0.01);
    volume.gain.exponentialRampToValueAtTime(0.0001, at + seconds);
    wave.connect(volume).connect(this.#context.destination);
    wave.start(at);
    wave.stop(at + seconds + 0.02);
  }
}
