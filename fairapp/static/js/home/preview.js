// The look of the home page follows the form: it is sent as the button "look" would, and the [data-look] part of the answer
// is put in place. The page works without this, by that button.
const form = document.querySelector("[data-look-form]");
const part = document.querySelector("[data-look]");
// Typing is over when nothing more comes for this long.
const PAUSE_MS = 500;
let latest = 0;
let pause = 0;

async function follow() {
  const mine = ++latest;
  const body = new FormData(form);
  body.set("look", "y");
  try {
    const answer = await fetch(form.action, { method: "POST", body });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-look]");
    // Somebody who changes three things quickly sees the last.
    if (mine !== latest || !answer.ok || !fresh) return;
    part.textContent = "";
    part.append(...fresh.childNodes);
  } catch {
    // Without network the form's button says so better than we could.
  }
}

form?.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(follow, PAUSE_MS);
});
