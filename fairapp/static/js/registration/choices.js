// Shows what depends on an answer only when it applies: [data-when="place" data-is="XX"].
// Without this everything is shown, and what does not apply is left empty.
for (const part of document.querySelectorAll("[data-when]")) {
  const field = document.getElementById(part.dataset.when);
  const show = () => (part.hidden = field.value !== part.dataset.is);
  field.addEventListener("change", show);
  // After the browser, or the draft, has put back what was typed.
  addEventListener("pageshow", show);
  show();
}
