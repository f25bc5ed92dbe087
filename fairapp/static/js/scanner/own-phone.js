// Whoever is signed in and may check people in makes the phone in hand a scanner by one tap.
import { Device } from "./device.js";
import { Store } from "./store.js";

const form = document.querySelector("[data-own-phone]");
const problem = document.querySelector("[data-own-problem]");
const address = `/scan/?lang=${document.documentElement.lang}`;
const device = new Device(await Store.open());

await device.load();
// It is one already.
if (device.slug === form.dataset.slug && !device.stopped) location.replace(address);

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  say("");
  const headers = { "X-CSRFToken": form.elements.csrf_token.value, "X-Fair-App": "scanner" };
  try {
    const answer = await fetch(form.action, { method: "POST", headers, redirect: "error" });
    if (!answer.ok) throw new Error(String(answer.status));
    const refusal = await device.become(await answer.json());
    if (!refusal) return location.assign(address);
    say(problem.dataset.otherFair);
  } catch {
    say(problem.dataset.again);
  }
  button.disabled = false;
});

// Without this script the tap would lead to an answer that is for scripts.
form.querySelector("button").disabled = false;

function say(text) {
  problem.className = text ? "notice error" : "";
  problem.textContent = text;
}
