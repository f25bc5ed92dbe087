// Drag a session to another hour or room, to the parking list and from it; pull its lower edge to stretch it.
// Everything is measured when the drag begins; while it lasts nothing of the page is read, and one frame writes transforms only.
import { columnAt, isSame, lengthAt, runAt, startAt } from "./geometry.js";
import { Ghost } from "./ghost.js";
import { hoursOf } from "./block.js";

const SLACK = 4;
// A finger that rests takes the session; one that moves at once scrolls the sheet.
const REST = 350;

export function useDragging({ page, grid, table, moves }) {
  let held = null;
  let drag = null;

  page.addEventListener("pointerdown", (event) => {
    const block = event.target.closest(".ed-block");
    if (!block || event.button !== 0 || drag) return;
    held = { block, event, isEdge: Boolean(event.target.closest("[data-edge]")) };
    if (event.pointerType === "touch") held.timer = setTimeout(() => begin(held.event), REST);
  });
  document.addEventListener("pointermove", (event) => {
    if (!isOurs(event)) return;
    if (drag) return drag.to(event.clientX, event.clientY);
    const far = Math.hypot(event.clientX - held.event.clientX, event.clientY - held.event.clientY) > SLACK;
    if (far && event.pointerType === "touch") release();
    else if (far) begin(event);
  });
  document.addEventListener("pointerup", (event) => isOurs(event) && finish(true));
  document.addEventListener("pointercancel", (event) => isOurs(event) && finish(false));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && drag) finish(false);
  });
  // The sheet must not scroll under a finger that carries a session.
  document.addEventListener("touchmove", (event) => drag && event.preventDefault(), { passive: false });
  page.addEventListener("contextmenu", (event) => {
    if (held && event.target.closest(".ed-block")) event.preventDefault();
  });
  page.addEventListener("dragstart", (event) => event.preventDefault());

  function begin(event) {
    if (!held) return;
    drag = new Drag(grid, table, held);
    page.addEventListener("click", stop, { capture: true, once: true });
    drag.to(event.clientX, event.clientY);
  }

  function finish(isDropped) {
    release();
    if (!drag) return;
    const { code, before, place } = drag;
    drag.end();
    drag = null;
    // The click that follows would open the session.
    setTimeout(() => page.removeEventListener("click", stop, { capture: true }));
    if (isDropped && place && !isSame(before, place)) moves.move(code, place);
  }

  // Not a second finger.
  function isOurs(event) {
    return event.pointerId === (drag ? drag.pointer : held?.event.pointerId);
  }

  function release() {
    clearTimeout(held?.timer);
    held = null;
  }
}

function stop(event) {
  event.preventDefault();
  event.stopPropagation();
}

class Drag {
  constructor(grid, table, { block, event, isEdge }) {
    Object.assign(this, { grid, table, block, isEdge, code: block.dataset.code, place: null, frame: 0 });
    this.pointer = event.pointerId;
    this.before = table.place(this.code);
    this.measured = grid.measure();
    this.perMinute = this.measured.box.height / (grid.span[1] - grid.span[0]);
    const own = block.getBoundingClientRect();
    const isParked = this.before.day === null;
    // As wide as a room, though it lie on the parking list, or beside another session now.
    this.width = this.measured.columns[0].width;
    const grip = { x: event.clientX - own.left, y: event.clientY - own.top };
    this.grip = { x: Math.min(grip.x, this.width - 8), y: isParked ? Math.min(grip.y, 12) : grip.y };
    this.pageWidth = document.documentElement.clientWidth;
    const { scroll } = grid;
    this.sheet = { x: scroll.scrollLeft, y: scroll.scrollTop };
    this.from = { ...this.sheet };
    this.most = { x: scroll.scrollWidth - scroll.clientWidth, y: scroll.scrollHeight - scroll.clientHeight };
    this.ghost = new Ghost(grid);
    const { perMinute, width } = this;
    const { minutes } = this.before;
    this.ghost.begin(this.measured, { minutes, perMinute, width, carried: isEdge ? null : block });
    block.classList.add("is-lifted");
    this.onScroll = () => Object.assign(this.sheet, { x: scroll.scrollLeft, y: scroll.scrollTop });
    scroll.addEventListener("scroll", this.onScroll, { passive: true });
  }

  to(x, y) {
    this.at = { x, y };
    if (!this.frame) this.frame = requestAnimationFrame(() => this.#draw());
  }

  end() {
    cancelAnimationFrame(this.frame);
    this.grid.scroll.removeEventListener("scroll", this.onScroll);
    this.block.classList.remove("is-lifted");
    this.ghost.end();
  }

  #draw() {
    this.frame = 0;
    const { x, y } = this.at;
    const isParking = !this.isEdge && inside(this.measured.parking, x, y);
    const isRunning = !isParking && this.#run(x, y);
    const left = x - this.grip.x;
    this.ghost.carry(this.grid.isRightToLeft ? left + this.width - this.pageWidth : left, y - this.grip.y);
    this.grid.parking.classList.toggle("is-over", isParking);
    if (isParking) {
      this.place = { ...this.before, day: null, start: null, room: this.before.room };
      this.ghost.hide(this.table.words.parked);
    } else {
      this.#show(x, y);
    }
    if (isRunning) this.to(x, y);
  }

  #show(x, y) {
    const { span } = this.grid;
    // As if the sheet had not run since the drag began.
    const inX = x + this.sheet.x - this.from.x;
    const inY = y + this.sheet.y - this.from.y - this.measured.box.top;
    let column;
    if (this.isEdge) {
      const minutes = lengthAt(inY, this.perMinute, span, this.before.start);
      this.place = { ...this.before, minutes };
      column = Math.max(0, this.table.rooms.findIndex((room) => room.code === this.before.room));
    } else {
      column = columnAt(inX, this.measured.columns);
      const start = startAt(inY - this.grip.y, this.perMinute, span, this.before.minutes);
      this.place = { ...this.before, day: this.table.day, start, room: this.table.rooms[column].code };
    }
    this.ghost.show(this.place, span, column, hoursOf(this.table, this.place));
  }

  // Near an edge the sheet runs on; true while it does.
  #run(x, y) {
    const { view } = this.measured;
    const by = { x: this.isEdge ? 0 : runAt(x, view.left, view.right), y: runAt(y, view.top, view.bottom) };
    const least = this.grid.isRightToLeft ? -this.most.x : 0;
    const next = {
      x: Math.max(least, Math.min(this.sheet.x + by.x, least + this.most.x)),
      y: Math.max(0, Math.min(this.sheet.y + by.y, this.most.y)),
    };
    if (next.x === this.sheet.x && next.y === this.sheet.y) return false;
    this.sheet = next;
    this.grid.scroll.scrollTo(next.x, next.y);
    return true;
  }
}

function inside({ left, right, top, bottom }, x, y) {
  return x >= left && x <= right && y >= top && y <= bottom;
}
