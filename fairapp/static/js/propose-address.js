// While nobody has touched the address of a new fair, write there what its name would give.
// The server proposes the same when the field is left empty (events/addresses.py).

const LONGEST = 60;
const LETTERS = { œ: "oe", æ: "ae", ß: "ss", ø: "o", ɓ: "b", ɗ: "d", ŋ: "n", ƴ: "y", ɲ: "n" };

export function propose(name, year) {
  const latin = name.toLowerCase().replace(/[œæßøɓɗŋƴɲ]/g, (letter) => LETTERS[letter]);
  const words = latin.normalize("NFKD").replace(/\p{M}/gu, "").match(/[a-z0-9]+/g) || ["fair"];
  if (year && !words.includes(year)) words.push(year);
  while (words.join("-").length > LONGEST && words.length > 2) words.splice(-2, 1);
  return words.join("-").slice(-LONGEST).replace(/^-|-$/g, "");
}

function attach(form) {
  const address = form.elements.slug;
  const names = ["fr", "en", "ar"].map((code) => form.elements[`name-${code}`]);
  const year = form.dataset.proposeAddress;
  let own = address.value !== "";
  const update = () => {
    if (own) return;
    const name = names.map((input) => input.value).find((value) => value.trim());
    address.value = name ? propose(name, year) : "";
  };
  for (const input of names) input.addEventListener("input", update);
  address.addEventListener("input", () => {
    own = address.value !== "";
  });
}

if (typeof document !== "undefined") {
  for (const form of document.querySelectorAll("[data-propose-address]")) attach(form);
}
