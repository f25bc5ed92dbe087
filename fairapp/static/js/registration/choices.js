// Shows what depends on an answer only when it applies: [data-when="place" data-is="XX"], several values between blanks.
// Without this everything is shown, and what does not apply is left empty.
const parts = document.querySelectorAll("[data-when]");

function show() {
  for (const part of parts) {
    const fields = [...document.getElementsByName(part.dataset.when)];
    const chosen = fields.filter((field) => !/^(checkbox|radio)$/.test(field.type) || field.checked).map((field) => field.value);
    part.hidden = fields.length > 0 && !part.dataset.is.split(" ").some((value) => chosen.includes(value));
  }
}

document.addEventListener("change", show);
// After the browser, or the draft, has put back what was typed.
addEventListener("pageshow", show);
show();
