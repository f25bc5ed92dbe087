// Whoever is signed in and may check people in makes the phone in hand a scanner by one tap.
import { Device } from "./device.js";
import { Store } from "./store.js";

const form = document.querySelector("[data-own-phone]");
const problem = document.querySelector("[data-own-problem]");
const device = new Device(await Store.open());

await device.load();
// It is one already.
if (device.slug === form.dataset.slug && !device.stopped) location.replace("/scan/");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  problem.hidden = true;
  const headers = { "X-CSRFToken": form.elements.csrf_token.value, "X-Fair-App": "scanner" };
  try {
    const answer = await fetch(form.action, { method: "POST", headers, redirect: "error" });
    if (!answer.ok) throw new Error(String(answer.status));
    const refusal = await device.become(await answer.json());
    if (!refusal) return location.assign("/scan/");
    problem.textContent = problem.dataset.otherFair;
  } catch {
    problem.textContent = problem.dataset.again;
  }
  problem.hidden = false;
  button.disabled = false;
});
