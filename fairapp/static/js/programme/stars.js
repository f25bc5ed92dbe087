// Stars: sessions that somebody wants to see, kept on this phone without an account, one list of codes for each fair.
// « My agenda » is a page of the server; this only puts the codes into its address.
const page = document.querySelector("[data-favourites]");
const star = page.querySelector("[data-star]").content.firstElementChild;
const KEY = `favourites:${page.dataset.favourites}`;
const CODE = /^[\w-]{1,20}$/;

function stored() {
  try {
    const codes = JSON.parse(localStorage.getItem(KEY) || "[]");
    return Array.isArray(codes) ? codes.filter((code) => CODE.test(code)) : [];
  } catch {
    return null;
  }
}

function store(codes) {
  try {
    localStorage.setItem(KEY, JSON.stringify(codes));
  } catch {
    // A full or forbidden store: the star stays as it was.
  }
  show();
}

function toggle(code) {
  const codes = stored() || [];
  const isNew = !codes.includes(code);
  store(isNew ? [...codes, code] : codes.filter((other) => other !== code));
  if (isNew) document.dispatchEvent(new CustomEvent("favourite", { detail: code }));
}

function address(codes) {
  return page.dataset.agenda + (codes.length ? `?s=${codes.join(",")}` : "");
}

function show() {
  const codes = stored() || [];
  for (const button of document.querySelectorAll(".star")) {
    button.setAttribute("aria-pressed", codes.includes(button.dataset.code));
  }
  for (const link of document.querySelectorAll(".agenda-link")) link.href = address(codes);
  for (const count of document.querySelectorAll("[data-agenda-count]")) {
    count.textContent = codes.length;
    count.hidden = !codes.length;
  }
  const adopt = document.querySelector("[data-adopt]");
  if (adopt) adopt.hidden = shown().every((code) => codes.includes(code));
}

function shown() {
  return document.querySelector("[data-shown]").dataset.shown.split(",").filter(Boolean);
}

function put(place, code, title) {
  const button = star.cloneNode(true);
  button.dataset.code = code;
  button.lastElementChild.textContent = title && `: ${title}`;
  place.append(button);
}

function begin() {
  for (const link of document.querySelectorAll(".panel .title a")) {
    put(link.closest(".panel"), decodeURIComponent(link.pathname.split("/").pop()), link.textContent);
  }
  for (const place of document.querySelectorAll("[data-star-here]")) {
    put(place, place.dataset.starHere, "");
    place.lastElementChild.classList.add("button", "second");
    place.hidden = false;
  }
  document.addEventListener("click", ({ target }) => {
    const button = target.closest(".star");
    if (button) toggle(button.dataset.code);
    const drop = target.closest("[data-drop]");
    if (drop) store((stored() || []).filter((code) => code !== drop.dataset.drop));
    if (target.closest("[data-adopt]")) store([...new Set([...(stored() || []), ...shown()])]);
  });
  window.addEventListener("storage", show);
  // From the browser's memory the page comes back as it was left.
  window.addEventListener("pageshow", show);
  show();
}

const codes = stored();
const isAgenda = document.querySelector("[data-shown]");
if (codes && isAgenda && codes.length && !new URLSearchParams(location.search).has("s")) {
  location.replace(address(codes) + location.hash);
} else if (codes) begin();
