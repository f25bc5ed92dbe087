// How many people are ticked, and one box for all: [data-ticked] holds [data-tick], [data-tick-all], [data-tick-count].
const form = document.querySelector("[data-ticked]");
const boxes = [...(form?.querySelectorAll("[data-tick]") ?? [])];
const all = form?.querySelector("[data-tick-all]");

function show() {
  const count = boxes.filter((box) => box.checked).length;
  all.checked = count === boxes.length;
  form.querySelectorAll("[data-tick-count]").forEach((place) => (place.textContent = count ? ` (${count})` : ""));
}

if (all) {
  all.closest("[hidden]")?.removeAttribute("hidden");
  all.addEventListener("change", () => (boxes.forEach((box) => (box.checked = all.checked)), show()));
  boxes.forEach((box) => box.addEventListener("change", show));
  show();
}
