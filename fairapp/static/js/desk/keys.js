// The whole desk by keyboard: / to search, arrows through the people, Enter to do what is offered.
export function useKeys(page, search) {
  let steps = 0;

  document.addEventListener("keydown", (event) => {
    if (isPrinting(event)) return printAtHand(event, page);
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const cards = cardsOf(page);
    const stops = cards.map(stopOf);
    const here = cards.indexOf(document.activeElement.closest("[data-card]"));
    if (event.key === "/" && !isTyping(event.target)) move(event, search.input);
    else if (event.key === "Escape" && here >= 0) {
      event.preventDefault();
      search.again();
    } else if (event.key === "ArrowDown" && event.target === search.input) {
      event.preventDefault();
      leave();
    } else if (event.key === "ArrowDown" && here >= 0) {
      if (stops[here + 1]) move(event, stops[here + 1]);
    } else if (event.key === "ArrowUp" && here >= 0) {
      if (here > 0) move(event, stops[here - 1]);
      else {
        event.preventDefault();
        search.again();
      }
    }
  });

  // Down from the search, as often as it is pressed: to whom was typed, not to whom the letters before had found.
  // Where nobody was found, to registering whoever stands there.
  async function leave() {
    steps += 1;
    if (steps > 1) return;
    await search.settle();
    const stops = cardsOf(page).map(stopOf);
    const stop = stops[Math.min(steps, stops.length) - 1] || search.results.querySelector("[data-walk-in]");
    steps = 0;
    if (stop) go(stop);
  }

  // Enter shows what was typed, or scanned, and goes to the first person: a second Enter checks in.
  search.input.form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await search.settle();
    const first = search.results.querySelector("[data-card]");
    if (first) stopOf(first).focus();
    else search.input.select();
  });
}

// Where the keyboard has no P, by the key's place.
function isPrinting({ key, code, ctrlKey, metaKey, altKey, shiftKey }) {
  const isP = key.toLowerCase() === "p" || (code === "KeyP" && !/^[a-z]$/i.test(key));
  return isP && (ctrlKey || metaKey) && !altKey && !shiftKey;
}

// The badge of whoever stands at the desk: the card that has the keyboard, that something was just done with, or that
// stands alone. Of several people none is guessed, and the list of them is not printed either.
function printAtHand(event, page) {
  const cards = cardsOf(page);
  if (!cards.length) return;
  event.preventDefault();
  const here = document.activeElement.closest("[data-card]") || cards.find((card) => "latest" in card.dataset);
  const card = here || (cards.length === 1 && cards[0]);
  if (card) card.querySelector("form[data-print] button")?.click();
}

function cardsOf(page) {
  return [...page.querySelectorAll("[data-card]")].filter((card) => card.offsetParent);
}

// Where Enter does what is wanted. Whoever is in already has no such button: a second Enter must not undo.
function stopOf(card) {
  return card.querySelector("[data-primary]") || card;
}

function move(event, stop) {
  event.preventDefault();
  go(stop);
}

function go(stop) {
  stop.focus();
  const card = stop.closest("[data-card]");
  if (card) card.scrollIntoView({ block: "nearest" });
}

function isTyping(target) {
  return target.matches("input, select, textarea");
}
