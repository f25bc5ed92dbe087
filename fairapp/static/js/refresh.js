// Keep a part of a page up to date: every so many seconds fetch the page again and put its part in place.
// <div data-refresh="30">; what was unfolded stays unfolded. Nothing is fetched while nobody looks, and a page that
// has a tag is not sent again while it is the same. What [data-refresh-tell] says anew goes into [data-refresh-said],
// outside the part, which is read out.

const part = document.querySelector("[data-refresh]");
const every = Number(part?.dataset.refresh) * 1000;
const said = document.querySelector("[data-refresh-said]");
let tag = "";
let told = tellings();

function tellings() {
  return part?.querySelector("[data-refresh-tell]")?.textContent.trim() ?? "";
}

function replace(fresh) {
  const open = [...part.querySelectorAll("details")].map((details) => details.open);
  const focused = stops().indexOf(document.activeElement);
  part.textContent = "";
  part.append(...fresh.childNodes);
  part.querySelectorAll("details").forEach((details, i) => {
    details.open = Boolean(open[i]);
  });
  if (said && tellings() !== told) said.textContent = told = tellings();
  if (focused >= 0) stops()[focused]?.focus({ preventScroll: true });
}

function stops() {
  return [...part.querySelectorAll("a, button, summary")];
}

async function refresh() {
  if (document.hidden) return;
  const failed = part.querySelector("[data-refresh-failed]");
  try {
    const headers = { Accept: "text/html", ...(tag && { "If-None-Match": tag }) };
    const answer = await fetch(location.href, { headers, cache: "no-store" });
    if (answer.status === 304) {
      failed.hidden = true;
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-refresh]");
    // Signed out meanwhile, or refused: let the browser show that.
    if (answer.status < 500 && !fresh) location.reload();
    else if (fresh) {
      replace(fresh);
      tag = answer.headers.get("ETag") ?? "";
    } else failed.hidden = false;
  } catch {
    failed.hidden = false;
  }
}

if (part && every) {
  setInterval(refresh, every);
  document.addEventListener("visibilitychange", refresh);
}
