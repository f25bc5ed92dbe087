// One picture at a time to the worker, and its text back.
export class Decoder {
  #worker;
  #waiting = new Map();
  #next = 0;

  constructor({ worker, wasm }) {
    this.#worker = new Worker(worker, { type: "module" });
    let onReady;
    // Once the decoder has been loaded, or could not be.
    this.loaded = new Promise((resolve) => (onReady = resolve));
    this.#worker.onerror = onReady;
    this.#worker.onmessage = ({ data }) => {
      if (data.isReady) return onReady();
      const done = this.#waiting.get(data.id);
      this.#waiting.delete(data.id);
      if (data.error) console.warn("decoder", data.error);
      if (done) done(data.text);
    };
    this.#worker.postMessage({ wasm: new URL(wasm, location.href).href });
  }

  get isBusy() {
    return this.#waiting.size > 0;
  }

  // `image`: ImageData, given away. Resolves to the text of a code, or null.
  read(image, { thorough = false } = {}) {
    const id = (this.#next += 1);
    const { width, height } = image;
    const { buffer } = image.data;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#worker.postMessage({ id, width, height, buffer, thorough }, [buffer]);
    });
  }
}
