// Lets the pass open again without network: [data-keep-pass="/p/worker.js"].
const page = document.querySelector("[data-keep-pass]");
const workers = navigator.serviceWorker;
if (page && workers) {
  // A worker keeps the pages that it fetches; this one came before it, or through an older one.
  workers.addEventListener("controllerchange", () => workers.controller?.postMessage(location.href));
  workers.register(page.dataset.keepPass, { scope: "/p/" });
}
