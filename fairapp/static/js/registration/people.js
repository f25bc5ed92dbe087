// A list of people grows and shrinks at once: [data-people] holds [data-person]s; the server does the same without this.
const list = document.querySelector("[data-people]");

document.querySelector("[data-more-people]")?.addEventListener("click", (event) => {
  event.preventDefault();
  const blank = blankOf(list.lastElementChild);
  for (let i = 0; i < 5; i++) list.append(blank.cloneNode(true));
  const first = list.children[list.children.length - 5];
  number();
  first.querySelector("input").focus();
});

list?.addEventListener("click", (event) => {
  if (!event.target.closest("[data-out]")) return;
  event.preventDefault();
  const person = event.target.closest("[data-person]");
  const next = person.nextElementSibling || person.previousElementSibling;
  person.remove();
  number();
  next?.querySelector("input").focus();
});

function blankOf(person) {
  const blank = person.cloneNode(true);
  for (const note of blank.querySelectorAll(".person-note, [data-out]")) note.remove();
  for (const input of blank.querySelectorAll(".input")) {
    input.value = "";
    input.classList.remove("look");
    input.removeAttribute("aria-invalid");
  }
  return blank;
}

// The legend says which line it is, in the page's own words.
function number() {
  [...list.children].forEach((person, index) => {
    person.id = `line-${index + 1}`;
    const legend = person.querySelector("legend");
    legend.textContent = legend.textContent.replace(/[\d٠-٩]+/, index + 1);
    const out = person.querySelector("[data-out]");
    if (out) out.value = index;
  });
}
