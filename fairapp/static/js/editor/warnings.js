// What is wrong with the day that is shown, in words; each leads to its session.
import { icon } from "./block.js";

export function listWarnings(page, table) {
  const list = page.querySelector("[data-warnings]");
  if (!list) return;
  const shown = table.warnings.filter((warning) => warning.day === table.day && table.get(warning.code));
  const look = JSON.stringify(shown);
  if (list.look === look) return;
  list.look = look;
  list.textContent = "";
  list.append(...shown.map((warning) => item(table, warning)));
  page.querySelector("[data-no-warnings]").hidden = shown.length > 0;
}

function item(table, warning) {
  const { title, lang } = table.get(warning.code);
  const link = document.createElement("a");
  Object.assign(link, { href: table.address("session", warning.code), textContent: title, lang, dir: "auto" });
  const label = document.createElement("b");
  label.textContent = warning.label;
  const text = document.createElement("span");
  text.append(icon("warning"), label, ` ${warning.text}`);
  const line = document.createElement("li");
  line.append(link, " ", text);
  return line;
}
