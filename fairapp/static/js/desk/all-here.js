// One box ticks all the others: [data-all-here] and [data-is-here]. Without this the server ticks them.
const all = document.querySelector("[data-all-here]");
const boxes = [...document.querySelectorAll("[data-is-here]")];

all?.addEventListener("change", () => boxes.forEach((box) => (box.checked = all.checked)));
for (const box of boxes) {
  box.addEventListener("change", () => (all.checked = boxes.every((other) => other.checked)));
}
