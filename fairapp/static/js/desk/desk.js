// The reception's page; it works without any of this, one page at a time.
import { followTyping } from "./search.js";
import { actInPlace } from "./cards.js";
import { useKeys } from "./keys.js";

const page = document.querySelector("[data-desk]");
if (page) {
  const search = followTyping(page);
  actInPlace(page, search);
  useKeys(page, search);
  for (const select of page.querySelectorAll("select[data-autosubmit]")) {
    select.addEventListener("change", () => select.form.submit());
    select.form.querySelector("button").hidden = true;
  }
  // Written for whoever has a keyboard: a phone has neither these keys nor the room.
  page.querySelector("[data-keys]").hidden = !matchMedia("(any-pointer: fine)").matches;
  // Results come by themselves, and phones have a search key.
  search.input.form.querySelector("button").hidden = true;
  search.input.form.classList.add("alone");
}
