// Asks every few seconds whether somebody else has changed the timetable; not while nobody looks at the page.
const EVERY = 10_000;

export function usePolling({ table, moves, mark, changed }) {
  let tag = `W/"${mark}"`;
  let timer = 0;

  async function ask() {
    clearTimeout(timer);
    if (document.hidden) return;
    try {
      if (!moves.isBusy) await read();
    } catch {
      // A lost network is told when something is to be saved.
    }
    timer = setTimeout(ask, EVERY);
  }

  async function read() {
    const answer = await fetch(table.urls.state, { headers: { "If-None-Match": tag }, redirect: "error", cache: "no-store" });
    if (answer.status !== 200) return;
    const said = await answer.json();
    // What was moved meanwhile is answered for by the move.
    if (moves.isBusy) return;
    // Columns are made once.
    if (String(said.rooms) !== String(table.rooms.map((room) => room.code).filter(Boolean))) return location.reload();
    tag = answer.headers.get("ETag") || tag;
    changed(table.merge(said, { isWhole: true }));
  }

  document.addEventListener("visibilitychange", ask);
  timer = setTimeout(ask, EVERY);
}
