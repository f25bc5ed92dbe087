// The whole desk by keyboard: / to search, arrows through the people, Enter to do what is offered.
export function useKeys(page, search) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const cards = [...page.querySelectorAll("[data-card]")].filter((card) => card.offsetParent);
    const stops = cards.map(stopOf);
    const here = cards.indexOf(document.activeElement.closest("[data-card]"));
    if (event.key === "/" && !isTyping(event.target)) move(event, search.input);
    else if (event.key === "Escape" && here >= 0) {
      event.preventDefault();
      search.again();
    } else if (event.key === "ArrowDown" && (here >= 0 || event.target === search.input)) {
      if (stops[here + 1]) move(event, stops[here + 1]);
    } else if (event.key === "ArrowUp" && here >= 0) {
      if (here > 0) move(event, stops[here - 1]);
      else {
        event.preventDefault();
        search.again();
      }
    }
  });

  // Enter shows what was typed, or scanned, and goes to the first person: a second Enter checks in.
  search.input.form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await search.settle();
    const first = search.results.querySelector("[data-card]");
    if (first) stopOf(first).focus();
    else search.input.select();
  });
}

// Where Enter does what is wanted. Whoever is in already has no such button: a second Enter must not undo.
function stopOf(card) {
  return card.querySelector("[data-primary]") || card;
}

function move(event, stop) {
  event.preventDefault();
  stop.focus();
  const card = stop.closest("[data-card]");
  if (card) card.scrollIntoView({ block: "nearest" });
}

function isTyping(target) {
  return target.matches("input, select, textarea");
}
