// Keeps a half-filled form on this phone: form[data-draft="key"]. The page after it, [data-sent="key"], forgets it.
// Consents are never put back: they are given each time. A day later, or on another person's turn, nothing is left.
const DAY = 24 * 60 * 60 * 1000;
const NEVER = new Set(["csrf_token", "submission_key", "website", "photo_consent", "share_name", "contact_after"]);

const form = document.querySelector("form[data-draft]");
if (form) keep(form, form.dataset.draft);
for (const page of document.querySelectorAll("[data-sent]")) drop(page.dataset.sent);

function keep(form, key) {
  const note = document.querySelector("[data-draft-note]");
  // After a refusal the server has sent back what was typed, which is newer.
  if (!document.querySelector(".summary")) restore(form, read(key));
  note.hidden = !read(key);
  form.addEventListener("input", () => {
    write(key, form);
    note.hidden = !read(key);
  });
  note.querySelector("[data-draft-clear]").addEventListener("click", () => {
    drop(key);
    form.reset();
    location.reload();
  });
}

function write(key, form) {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    // Files cannot be put back.
    if (!NEVER.has(name) && typeof value === "string") (fields[name] ||= []).push(value);
  }
  store(() => localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields })));
}

function read(key) {
  return store(() => {
    const draft = JSON.parse(localStorage.getItem(key));
    if (draft && Date.now() - draft.at < DAY) return draft.fields;
    localStorage.removeItem(key);
    return null;
  });
}

function drop(key) {
  store(() => localStorage.removeItem(key));
}

function restore(form, fields) {
  if (!fields) return;
  for (const field of form.elements) {
    if (!field.name || field.type === "file" || NEVER.has(field.name)) continue;
    const values = fields[field.name] || [];
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else if (field.type !== "hidden" && values.length) field.value = values[0];
    const folded = values[0] && field.closest("details");
    if (folded) folded.open = true;
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

// Private windows and full phones refuse storage; the form works without.
function store(use) {
  try {
    return use();
  } catch {
    return null;
  }
}
