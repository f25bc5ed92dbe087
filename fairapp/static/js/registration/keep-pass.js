// Lets the pass open again without network: [data-keep-pass="/p/worker.js"].
const page = document.querySelector("[data-keep-pass]");
if (page && "serviceWorker" in navigator) {
  navigator.serviceWorker.register(page.dataset.keepPass, { scope: "/p/" }).then(async () => {
    const { active } = await navigator.serviceWorker.ready;
    // The first visit came before the worker; it fetches the page once more, with its style sheets.
    const files = [...document.querySelectorAll("link[rel=stylesheet],link[rel=icon]")].map((link) => link.href);
    active.postMessage({ page: location.origin + location.pathname, files });
  });
}
