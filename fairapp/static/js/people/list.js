// Keys of the list of participants: / searches, j and k go from person to person, x ticks the one in focus. Acts on many
// people stay out of the way until somebody is ticked or everybody is meant.
const list = document.querySelector("[data-list]");
const links = [...(list?.querySelectorAll("tbody th a") ?? [])];
const search = document.querySelector("[data-list-search]");

function go(step) {
  const at = links.indexOf(document.activeElement);
  links[Math.min(Math.max(at + step, 0), links.length - 1)]?.focus();
}

const keys = {
  "/": () => search.focus(),
  j: () => go(1),
  k: () => go(-1),
  x: () => document.activeElement?.closest("tr")?.querySelector("[data-tick]")?.click(),
};

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.matches("input:not([type=checkbox]), select, textarea");
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey || !(event.key in keys)) return;
  event.preventDefault();
  keys[event.key]();
});
