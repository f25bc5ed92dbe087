// Draws a day: a column for each room, a line for each quarter of an hour, and the parking list beside it.
import { clock, lanes, spanOf } from "./geometry.js";
import { fillBlock, makeBlock, markBlock } from "./block.js";

export class Grid {
  #blocks = new Map();
  #columns = new Map();

  constructor(page, table) {
    this.page = page;
    this.table = table;
    this.scroll = page.querySelector("[data-scroll]");
    this.day = page.querySelector("[data-columns]");
    this.heads = page.querySelector("[data-rooms]");
    this.parking = page.querySelector("[data-parking]");
    this.parked = page.querySelector("[data-parked]");
    this.isRightToLeft = document.dir === "rtl";
    this.#makeColumns();
  }

  get columns() {
    return [...this.#columns.values()];
  }

  block(code) {
    return this.#blocks.get(code);
  }

  draw() {
    const { table } = this;
    const placed = table.shown(table.day);
    const parked = table.shown(null);
    this.#drawHours(spanOf(table.spans[table.day], placed));
    const focused = document.activeElement;
    const present = new Set();
    for (const [code, column] of this.#columns) {
      const here = placed.filter((draft) => draft.room === code || (code === "" && !this.#columns.has(draft.room)));
      const beside = lanes(here);
      here.sort((one, other) => one.start - other.start || (one.code < other.code ? -1 : 1));
      this.#put(column, here.map((draft) => this.#place(draft, beside.get(draft.code), present)));
    }
    this.#put(this.parked, parked.map((draft) => this.#place(draft, null, present)));
    this.#dropOthers(present);
    this.#count(parked.length);
    if (focused !== document.activeElement && focused?.isConnected) focused.focus({ preventScroll: true });
  }

  mark(code, text) {
    const block = this.#blocks.get(code);
    if (block) markBlock(block, text);
  }

  // What the pointer is measured against; read once, when a drag begins.
  measure() {
    const box = this.day.getBoundingClientRect();
    const columns = this.columns.map((column) => column.getBoundingClientRect());
    return { box, columns, view: this.scroll.getBoundingClientRect(), parking: this.parking.getBoundingClientRect() };
  }

  #makeColumns() {
    this.heads.append(element("div", "ed-corner"));
    this.day.append(element("div", "ed-hours-column"));
    for (const room of this.table.rooms) {
      const head = element("div", "ed-room");
      const name = element("b", "", room.name);
      name.dir = "auto";
      head.append(name);
      if (room.seats) head.append(element("span", "num soft", ` ${room.seats}`));
      const column = element("div", "ed-column");
      column.dataset.room = room.code;
      this.heads.append(head);
      this.day.append(column);
      this.#columns.set(room.code, column);
    }
    for (const part of [this.heads, this.day]) part.style.setProperty("--rooms", this.table.rooms.length);
  }

  #drawHours(span) {
    if (String(span) === String(this.span)) return;
    this.span = span;
    const [from, to] = span;
    this.day.style.setProperty("--length", to - from);
    const hours = this.day.firstElementChild;
    hours.textContent = "";
    for (let minute = from; minute < to; minute += 60) {
      const hour = element("span", "ed-hour num", clock(minute));
      hour.style.setProperty("--at", minute - from);
      hours.append(hour);
    }
  }

  #place(draft, beside, present) {
    const { table } = this;
    present.add(draft.code);
    if (!this.#blocks.has(draft.code)) this.#blocks.set(draft.code, makeBlock(table, draft.code));
    const block = this.#blocks.get(draft.code);
    fillBlock(block, table, draft, draft.day === null ? [] : table.warningsOf(draft.code));
    const [lane, count] = beside || [0, 1];
    const at = draft.start - this.span[0];
    set(block, { "--at": at, "--len": Math.min(draft.minutes, this.span[1] - draft.start), "--lane": lane, "--lanes": count });
    return block;
  }

  #put(column, blocks) {
    blocks.forEach((block, index) => {
      if (column.children[index] !== block) column.insertBefore(block, column.children[index] || null);
    });
  }

  #dropOthers(present) {
    for (const [code, block] of this.#blocks) {
      if (present.has(code)) continue;
      block.remove();
      this.#blocks.delete(code);
    }
  }

  #count(parked) {
    this.page.querySelector("[data-parking-count]").textContent = parked || "";
    this.page.querySelector("[data-parking-empty]").hidden = parked > 0;
  }
}

function set(block, values) {
  for (const [name, value] of Object.entries(values)) {
    if (block.style.getPropertyValue(name) !== String(value)) block.style.setProperty(name, value);
  }
}

function element(name, className, text = "") {
  const found = document.createElement(name);
  if (className) found.className = className;
  found.textContent = text;
  return found;
}
