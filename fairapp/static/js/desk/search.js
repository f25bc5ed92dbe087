// Results while somebody types. An answer that comes late never replaces a newer one.
const PAUSE = 140;

export function followTyping(page) {
  const form = page.querySelector("[data-search]");
  const input = form.querySelector("input[type=search]");
  const results = page.querySelector("[data-results]");
  const landing = page.querySelector("[data-landing]");
  const offline = page.querySelector("[data-offline]");
  let timer = 0;
  let asked = 0;
  let shown = input.defaultValue.trim();

  async function ask() {
    const text = input.value.trim();
    clearTimeout(timer);
    if (text === shown) return;
    const mine = (asked += 1);
    const url = new URL(form.action);
    if (text) url.searchParams.set("q", text);
    try {
      const answer = await fetch(url, { headers: { "X-Fragment": "results" }, redirect: "error" });
      if (!answer.ok) throw new Error(answer.status);
      const html = await answer.text();
      if (mine !== asked) return;
      show(html, text, url);
    } catch {
      if (mine === asked) offline.hidden = false;
    }
  }

  function show(html, text, url) {
    shown = text;
    results.innerHTML = html;
    offline.hidden = true;
    if (landing) landing.hidden = Boolean(text);
    page.querySelector("[data-said]").textContent = "";
    history.replaceState(null, "", url);
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });

  // Whoever was not found is registered under the name that was typed, to the last letter.
  page.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-walk-in]");
    if (!link) return;
    const target = new URL(link.href);
    const text = input.value.trim();
    if (text && !/\d/.test(text)) target.searchParams.set("name", text);
    else target.searchParams.delete("name");
    link.href = target;
  });

  // Whoever is quick has typed before this script came.
  ask();

  return {
    input,
    results,
    // What is on the screen belongs to what is typed.
    settle: ask,
    again() {
      input.focus();
      input.select();
    },
  };
}
