// Follows long work: [data-progress] holds the address of its JSON {done, total, over}.
// The page works without this: it shows the state it was made with, and reloading shows the next.
const PAUSE = 1000;

for (const box of document.querySelectorAll("[data-progress]")) follow(box, PAUSE);

function follow(box, pause) {
  setTimeout(async () => {
    const state = await read(box.dataset.progress);
    if (state && state.over) return location.reload();
    if (state) show(box, state);
    // A lost network is asked less and less often, up to every 15 s.
    follow(box, state ? PAUSE : Math.min(pause * 2, 15000));
  }, pause);
}

async function read(url) {
  try {
    const answer = await fetch(url, { headers: { Accept: "application/json" } });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

function show(box, { done, total }) {
  if (!total) return;
  const bar = box.querySelector("progress");
  bar.max = total;
  bar.value = done;
  const number = new Intl.NumberFormat(document.documentElement.lang);
  box.querySelector("[data-progress-count]").textContent = box.dataset.progressText
    .replace("{done}", number.format(done))
    .replace("{total}", number.format(total));
}
