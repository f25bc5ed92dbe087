// Sends each move to the server, one after the other, and takes back what it refuses; remembers the last ones for undo.
import { isSame } from "./geometry.js";

// Arrows that follow each other quickly are one move.
const PAUSE = 500;
const REMEMBERED = 50;

export class Moves {
  #line = Promise.resolve();
  #done = [];
  #timers = new Map();

  constructor({ table, token, tell, drawn }) {
    Object.assign(this, { table, token, tell, drawn });
  }

  get canUndo() {
    return this.#done.length > 0;
  }

  get isBusy() {
    return this.table.wanted.size > 0;
  }

  move(code, place, { isPart = false } = {}) {
    const before = this.table.place(code);
    if (isSame(before, place)) return;
    const last = this.#done[this.#done.length - 1];
    // A row of arrows goes back in one.
    if (!(isPart && last && last.code === code && this.#timers.has(code))) this.#done.push({ code, place: before });
    if (this.#done.length > REMEMBERED) this.#done.shift();
    this.#set(code, place, isPart ? PAUSE : 0);
  }

  undo() {
    const last = this.#done.pop();
    if (!last) return null;
    if (!this.table.get(last.code)) return this.undo();
    this.#set(last.code, last.place, 0);
    return last;
  }

  #set(code, place, pause) {
    this.table.wanted.set(code, place);
    this.drawn();
    clearTimeout(this.#timers.get(code));
    this.#timers.set(code, setTimeout(() => this.#queue(code), pause));
  }

  #queue(code) {
    this.#timers.delete(code);
    this.#line = this.#line.then(() => this.#send(code));
  }

  async #send(code) {
    const { table } = this;
    const wanted = table.wanted.get(code);
    const draft = table.get(code);
    if (!wanted || !draft) return;
    // Taken back before it was sent.
    if (isSame(wanted, draft)) return this.#settle(code, wanted);
    try {
      const answer = await fetch(table.address("place", code), {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
        body: JSON.stringify({ version: draft.version, ...wanted }),
        redirect: "error",
      });
      await this.#take(code, wanted, answer);
    } catch {
      this.#giveUp(code, this.table.words.offline);
    }
  }

  async #take(code, wanted, answer) {
    const { table } = this;
    if (answer.status === 404) return this.#giveUp(code, table.words.gone, { isGone: true });
    const isTold = answer.ok || answer.status === 409 || answer.status === 422;
    if (!isTold) return this.#giveUp(code, table.words.signed_out);
    const said = await answer.json();
    const others = table.merge(said);
    if (!answer.ok) return this.#giveUp(code, said.message, { others });
    this.#settle(code, wanted);
    this.tell({ saved: code });
  }

  // Unless it was moved again meanwhile.
  #settle(code, wanted) {
    if (this.table.wanted.get(code) === wanted) this.table.wanted.delete(code);
    this.drawn();
  }

  // The session is back where it was, or where somebody else has put it.
  #giveUp(code, message, { others = [], isGone = false } = {}) {
    const title = this.table.get(code)?.title ?? code;
    this.table.wanted.delete(code);
    if (isGone) this.table.drafts.delete(code);
    this.#done = this.#done.filter((done) => done.code !== code);
    this.drawn();
    this.tell({ refused: code, message: `${title} – ${message}`, others });
  }
}
