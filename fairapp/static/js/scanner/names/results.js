// Who was found: a button each, with what tells homonyms apart; up and down by the keyboard as well.
import { fill } from "../verdict.js";

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

export class Results {
  #list;
  #parts;

  // `list`: an element; `parts`: {words, categoryOf, onChosen}.
  constructor(list, parts) {
    this.#list = list;
    this.#parts = parts;
    list.addEventListener("keydown", (event) => this.key(event));
  }

  show(people) {
    this.#list.replaceChildren(...people.map((person) => this._row(person)));
  }

  // One alone is taken; of several somebody has to choose.
  enter() {
    const [first, second] = this._buttons();
    if (first && !second) first.click();
    else first?.focus();
  }

  key(event) {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const buttons = this._buttons();
    const at = buttons.indexOf(document.activeElement) + step;
    if (at < 0) this.#list.parentElement.querySelector("input").focus();
    else buttons[Math.min(at, buttons.length - 1)]?.focus();
  }

  _buttons() {
    return [...this.#list.querySelectorAll("button")];
  }

  _row(person) {
    const { words, categoryOf, onChosen } = this.#parts;
    const { name, otherScript, organisation, position, place, precision, birthYear, isAbout, number } = person;
    const born = birthYear ? fill(isAbout ? words.bornAbout : words.born, { year: birthYear }) : "";
    const badge = fill(words.badgeEnds, { end: String(number).slice(-2) });
    const button = document.createElement("button");
    button.type = "button";
    button.append(text("b", name), ...lines([otherScript], [organisation], [position], [categoryOf(person)?.name, place], [precision], [born, badge]));
    button.addEventListener("click", () => onChosen(person));
    const row = document.createElement("li");
    row.append(button);
    return row;
  }
}

function lines(...groups) {
  return groups.map((parts) => parts.filter(Boolean)).filter((parts) => parts.length).map(line);
}

// Each part in its own direction.
function line(parts) {
  const made = document.createElement("small");
  made.append(...parts.flatMap((part, at) => (at ? [" · ", text("bdi", part)] : [text("bdi", part)])));
  return made;
}

function text(tag, content) {
  const made = document.createElement(tag);
  made.textContent = content;
  made.dir = "auto";
  return made;
}
