// Compare a file with the digest of the one that was issued: in the browser, so that nothing is sent over a slow line.
// form[data-digest] holds the SHA-256, [data-answer="same"] and [data-answer="other"] what to say. Without a secure page
// there is no crypto.subtle, and the form is sent as it is.

const form = document.querySelector("form[data-digest]");

async function digestOf(file) {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

if (form && globalThis.crypto?.subtle) {
  form.addEventListener("submit", async (event) => {
    const file = form.elements.file.files[0];
    if (!file) return;
    event.preventDefault();
    const is = (await digestOf(file)) === form.dataset.digest ? "same" : "other";
    for (const answer of document.querySelectorAll("[data-answer]")) answer.hidden = answer.dataset.answer !== is;
  });
}
