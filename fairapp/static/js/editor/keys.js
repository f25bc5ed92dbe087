// The whole timetable by keyboard, on the session that has the focus. Enter opens it, for it is a link.
import { stepped } from "./geometry.js";

export function useKeys({ page, grid, table, moves, say, undo }) {
  const rooms = table.rooms.map((room) => room.code);

  page.addEventListener("keydown", (event) => {
    const block = event.target.closest(".ed-block");
    if (!block || event.ctrlKey || event.metaKey || event.altKey) return;
    const code = block.dataset.code;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (key === "z") return act(event, undo);
    if (key === "p") return act(event, () => park(code));
    if (!key.startsWith("Arrow")) return;
    act(event, () => {
      const place = placeFor(code);
      const next = stepped(place, key, { rooms, isStretch: event.shiftKey, isRightToLeft: grid.isRightToLeft });
      if (next) go(code, next);
    });
  });

  // From the parking list the first arrow takes a session to the top of the day.
  function placeFor(code) {
    const place = table.place(code);
    return place.day === null ? { ...place, day: table.day, start: table.spans[table.day][0] } : place;
  }

  function park(code) {
    const place = table.place(code);
    if (place.day !== null) go(code, { ...place, day: null, start: null });
  }

  function go(code, place) {
    moves.move(code, place, { isPart: true });
    const block = grid.block(code);
    block?.focus({ preventScroll: true });
    block?.scrollIntoView({ block: "nearest", inline: "nearest" });
    say(code);
  }
}

function act(event, what) {
  event.preventDefault();
  what();
}
