// Keep a part of a page up to date: every so many seconds fetch the page again and put its part in place.
// <div data-refresh="30">; what was unfolded stays unfolded. Nothing is fetched while nobody looks.

const part = document.querySelector("[data-refresh]");
const every = Number(part?.dataset.refresh) * 1000;

function replace(fresh) {
  const open = [...part.querySelectorAll("details")].map((details) => details.open);
  const focused = stops().indexOf(document.activeElement);
  part.textContent = "";
  part.append(...fresh.childNodes);
  part.querySelectorAll("details").forEach((details, i) => {
    details.open = Boolean(open[i]);
  });
  if (focused >= 0) stops()[focused]?.focus({ preventScroll: true });
}

function stops() {
  return [...part.querySelectorAll("a, button, summary")];
}

async function refresh() {
  if (document.hidden) return;
  const failed = part.querySelector("[data-refresh-failed]");
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-refresh]");
    // Signed out meanwhile, or refused: let the browser show that.
    if (answer.status < 500 && !fresh) location.reload();
    else if (fresh) replace(fresh);
    else failed.hidden = false;
  } catch {
    failed.hidden = false;
  }
}

if (part && every) {
  setInterval(refresh, every);
  document.addEventListener("visibilitychange", refresh);
}
