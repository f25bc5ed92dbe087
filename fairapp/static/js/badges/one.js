// A badge's own page prints it as the reception does, on this desk's paper, and then shows that it is printed. Where that
// fails the form leads to the file, as it does without script.
import { printBadge } from "./paper.js";

const form = document.querySelector("form[data-print]");

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (form.dataset.busy) return;
  form.dataset.busy = "yes";
  const { print: picture, paper } = form.dataset;
  try {
    await printBadge({ picture, paper });
    await count();
    location.reload();
  } catch {
    form.submit();
  }
});

async function count() {
  const headers = { "X-Fragment": "card" };
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers, redirect: "error" });
  if (!answer.ok) throw new Error(String(answer.status));
}
