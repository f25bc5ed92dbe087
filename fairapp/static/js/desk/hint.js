// Who this probably is, while the form is filled in: [data-hint] holds the address of the answer.
// Without this the form asks when it is sent.
const PAUSE = 350;
const FIELDS = { name: "given_names", given_names: "given_names", family_name: "family_name", reach: "phone", phone: "phone" };

for (const box of document.querySelectorAll("[data-hint]")) watch(box, box.closest("form"));

function watch(box, form) {
  let timer = 0;
  let asked = 0;

  async function ask() {
    const mine = (asked += 1);
    const url = new URL(box.dataset.hint, location);
    for (const [name, parameter] of Object.entries(FIELDS)) {
      const value = form.elements[name]?.value?.trim();
      if (value) url.searchParams.set(parameter, value);
    }
    try {
      const answer = await fetch(url, { redirect: "error" });
      if (answer.ok && mine === asked) box.innerHTML = await answer.text();
    } catch {
      // A lost network hints at nobody; the form asks when it is sent.
    }
  }

  form.addEventListener("input", (event) => {
    if (!(event.target.name in FIELDS)) return;
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
}
