// Check in, undo and print without leaving the page. A scan's form carries its uuid, so sending it again is safe;
// when it cannot be sent, the card stays as it is and says so.
import { printBadge } from "../badges/paper.js";

export function actInPlace(page, search) {
  const said = page.querySelector("[data-said]");
  const offline = page.querySelector("[data-offline]");

  page.addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-card-form]");
    if (!form) return;
    event.preventDefault();
    if (form.dataset.busy) return;
    form.dataset.busy = "yes";
    try {
      const { print: picture, paper } = form.dataset;
      if (picture) await printBadge({ picture, paper });
      replace(form, await send(form, event.submitter || clicked));
      offline.hidden = true;
    } catch (error) {
      if (error.status) return form.submit();
      offline.hidden = false;
      offline.scrollIntoView({ block: "nearest" });
    } finally {
      delete form.dataset.busy;
    }
  });

  // Chrome before 81 does not say which button sent a form.
  let clicked = null;
  page.addEventListener("click", (event) => {
    clicked = event.target.closest("button");
  });

  // What is said of a card stands above the cards, and may have a form of its own.
  function replace(form, html) {
    const parts = new DOMParser().parseFromString(html, "text/html").body;
    const fresh = parts.querySelector("[data-card]");
    const note = parts.querySelector(".notice");
    const isOpen = fresh.querySelector(".desk-why");
    const card = form.closest("[data-card]") || document.getElementById(fresh.id);
    said.textContent = "";
    said.append(note);
    for (const other of page.querySelectorAll("[data-latest]")) delete other.dataset.latest;
    fresh.dataset.latest = "";
    card?.replaceWith(fresh);
    // Somebody has to decide: stay with the card. Otherwise the next person is waiting.
    if (isOpen && card) fresh.querySelector("[data-primary]").focus();
    else search.again();
  }
}

async function send(form, button) {
  const fields = new FormData(form);
  if (button && button.name && button.form === form) fields.set(button.name, button.value);
  const answer = await fetch(form.action, {
    method: "POST",
    body: fields,
    headers: { "X-Fragment": "card" },
    redirect: "error",
  });
  if (!answer.ok) throw Object.assign(new Error("refused"), { status: answer.status });
  return answer.text();
}
