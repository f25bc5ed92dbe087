// Whether the page itself opens without network, and newer versions of it: fetched beside the one that runs, taken up when told so.
const EVERY_MS = 10 * 60000;

// Events: `change`.
export class Offline extends EventTarget {
  // null: not known yet; false: the page is not kept here.
  isReady = null;
  hasUpdate = false;
  #registration = null;
  #isGoing = false;

  async begin(language) {
    const { serviceWorker } = navigator;
    if (!serviceWorker) return this._is(false);
    // The first worker takes over a page that came from the network: nothing is to be loaded anew.
    let had = Boolean(serviceWorker.controller);
    serviceWorker.addEventListener("controllerchange", () => {
      if (had && this.#isGoing) location.reload();
      had = true;
      this.check();
    });
    // It keeps the page in the language that is read.
    const settings = await caches.open("scan-settings");
    await settings.put("/scan/language", new Response(language));
    try {
      this.#registration = await serviceWorker.register("/scan/worker.js", { scope: "/scan/", updateViaCache: "none" });
    } catch {
      if (!serviceWorker.controller) return this._is(false);
      this.#registration = await serviceWorker.getRegistration("/scan/");
    }
    serviceWorker.ready.then(() => this.check());
    this.#registration.addEventListener("updatefound", () => this._watch());
    this._watch();
    setInterval(() => this.#registration.update().catch(() => {}), EVERY_MS);
  }

  // Looks at every file.
  async check() {
    const { active } = await navigator.serviceWorker.ready;
    const { port1, port2 } = new MessageChannel();
    const answer = new Promise((resolve) => (port1.onmessage = ({ data }) => resolve(data)));
    active.postMessage({ isReady: true }, [port2]);
    this._is(await answer);
  }

  // Whether the search by name belongs to what is kept.
  async want(isWanted) {
    if (!navigator.serviceWorker) return;
    const settings = await caches.open("scan-settings");
    if (Boolean(await settings.match("/scan/names")) === isWanted) return;
    await (isWanted ? settings.put("/scan/names", new Response("")) : settings.delete("/scan/names"));
    if (isWanted) await this.check();
  }

  takeUp() {
    this.#isGoing = true;
    this.#registration?.waiting?.postMessage({ go: true });
  }

  _watch() {
    const { installing, waiting, active } = this.#registration;
    const worker = waiting || installing;
    if (!worker || !active) return;
    const look = () => {
      this.hasUpdate = worker.state === "installed";
      this.dispatchEvent(new Event("change"));
    };
    worker.addEventListener("statechange", look);
    if (waiting) look();
  }

  _is(ready) {
    this.isReady = ready;
    this.dispatchEvent(new Event("change"));
  }
}
