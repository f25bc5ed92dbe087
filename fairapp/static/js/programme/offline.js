// Lets pages of the programme open again without network: the one that is read, the days, and what got a star.
const page = document.querySelector("[data-worker]");
const spares = navigator.connection && navigator.connection.saveData;

if (page && "serviceWorker" in navigator) {
  const { worker, scope, keep } = page.dataset;
  navigator.serviceWorker.register(worker, { scope }).then(async (registration) => {
    const active = await isActive(registration);
    // The first visit came before the worker; it fetches the page once more, with what it is made of.
    const files = [...document.querySelectorAll("link[rel=stylesheet],link[rel=icon],script[src]")];
    const language = document.documentElement.lang;
    const post = (pages) => active.postMessage({ pages, language, files: files.map((file) => file.href || file.src) });
    post([location.href, ...(spares ? [] : keep.split(" ").filter(Boolean))]);
    document.addEventListener("favourite", ({ detail }) => post([`${scope}/${detail}`]));
  }, () => {});
}

// `ready` is about this page's own scope, which the address of a session may not be in yet.
function isActive({ active, installing, waiting }) {
  const worker = active || waiting || installing;
  if (worker.state === "activated") return worker;
  return new Promise((resolve) => {
    worker.addEventListener("statechange", () => worker.state === "activated" && resolve(worker));
  });
}
