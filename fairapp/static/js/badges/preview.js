// The sheet follows the settings: [data-preview-form] is a GET form; when something in it changes, its page is
// fetched and the [data-preview] part put in place. The page works without this, by the form's button.
const form = document.querySelector("[data-preview-form]");
const part = document.querySelector("[data-preview]");
// Typing is over when nothing more comes for this long.
const PAUSE_MS = 400;
let latest = 0;
let pause = 0;

async function follow() {
  clearTimeout(pause);
  const mine = ++latest;
  const settings = [...new FormData(form)].filter(([, value]) => typeof value === "string");
  const url = `${form.action}?${new URLSearchParams(settings)}`;
  part.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-preview]");
    // Somebody who changes three things quickly sees the last.
    if (mine !== latest) return;
    if (!fresh) return location.assign(url);
    part.className = fresh.className;
    part.textContent = "";
    part.append(...fresh.childNodes);
    history.replaceState(null, "", url);
  } catch {
    // Without network the form's button says so better than we could.
  }
  if (mine === latest) part.removeAttribute("aria-busy");
}

form?.addEventListener("change", follow);
form?.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(follow, PAUSE_MS);
});
