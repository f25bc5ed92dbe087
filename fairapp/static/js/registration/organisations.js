// Proposes names of public bodies and stands while one types: input[data-suggest], the address of a list of names.
// The list is fetched at the second letter, so that nobody pays for it who does not need it.
const MOST = 6;
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

for (const field of document.querySelectorAll("[data-suggest]")) {
  let names;
  field.addEventListener("input", async () => {
    const typed = plain(field.value.trim());
    if (typed.length < 2) return;
    names ||= fetch(field.dataset.suggest).then((answer) => (answer.ok ? answer.json() : []), () => []);
    propose(field, (await names).filter((name) => plain(name).includes(typed)).slice(0, MOST));
  });
}

function propose(field, names) {
  let list = field.list;
  if (!list) {
    list = document.createElement("datalist");
    list.id = `${field.id}-list`;
    field.after(list);
    field.setAttribute("list", list.id);
  }
  list.replaceChildren(...names.map((name) => new Option("", name)));
}
