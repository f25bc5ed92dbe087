// Where a session lies in a day, in numbers only: minutes after midnight, pixels, columns. Nothing here touches the page.
export const STEP = 5;
const DAY = 24 * 60;

export const snap = (minutes) => Math.round(minutes / STEP) * STEP;
export const clamp = (value, least, most) => Math.max(least, Math.min(value, most));

export function clock(minutes) {
  const pad = (number) => String(number).padStart(2, "0");
  return `${pad(Math.floor(minutes / 60) % 24)}:${pad(minutes % 60)}`;
}

// The beginning of a session of `minutes` whose upper edge is `y` pixels below the top of the day.
export function startAt(y, perMinute, [from, to], minutes) {
  return clamp(snap(from + y / perMinute), from, Math.max(from, to - minutes));
}

// The length of a session that begins at `start` and whose lower edge is `y` pixels below the top of the day.
export function lengthAt(y, perMinute, [from, to], start) {
  return clamp(snap(from + y / perMinute) - start, STEP, Math.max(STEP, to - start));
}

// Which of the columns, { left, right } in any order, is nearest to `x`.
export function columnAt(x, columns) {
  const distance = ({ left, right }) => (x < left ? left - x : x > right ? x - right : 0);
  return columns.reduce((best, column, index) => (distance(column) < distance(columns[best]) ? index : best), 0);
}

// The hours of a day, wide enough for what lies outside them.
export function spanOf([from, to], placed) {
  const starts = placed.map((place) => place.start);
  const ends = placed.map((place) => place.start + place.minutes);
  const first = Math.min(from, ...starts);
  const last = Math.max(to, ...ends);
  return [Math.floor(first / 60) * 60, Math.min(Math.ceil(last / 60) * 60, DAY)];
}

// Sessions of one room that overlap stand side by side: by code, [which, of how many].
export function lanes(placed) {
  const found = new Map();
  let cluster = [];
  let end = -1;
  const close = () => {
    const count = 1 + Math.max(...cluster.map((item) => item.lane));
    for (const item of cluster) found.set(item.code, [item.lane, count]);
    cluster = [];
  };
  const ordered = [...placed].sort((one, other) => one.start - other.start || (one.code < other.code ? -1 : 1));
  for (const { code, start, minutes } of ordered) {
    if (cluster.length && start >= end) close();
    const busy = new Set(cluster.filter((item) => item.end > start).map((item) => item.lane));
    let lane = 0;
    while (busy.has(lane)) lane += 1;
    cluster.push({ code, lane, end: start + minutes });
    end = Math.max(cluster.length > 1 ? end : 0, start + minutes);
  }
  if (cluster.length) close();
  return found;
}

// How many pixels a frame the sheet runs when the pointer is near one of its edges.
export function runAt(position, start, end, reach = 48, most = 14) {
  if (position < start + reach) return -Math.ceil(clamp((start + reach - position) / reach, 0, 1) * most);
  if (position > end - reach) return Math.ceil(clamp((position - end + reach) / reach, 0, 1) * most);
  return 0;
}

// Where an arrow takes a place; null where it cannot go. `rooms` are codes in the order of the columns.
export function stepped(place, key, { rooms, isStretch, isRightToLeft }) {
  if (place.day === null) return null;
  if (key === "ArrowUp" || key === "ArrowDown") {
    const by = key === "ArrowUp" ? -STEP : STEP;
    if (isStretch) return changed(place, { minutes: clamp(place.minutes + by, STEP, DAY - place.start) });
    return changed(place, { start: clamp(snap(place.start + by), 0, Math.max(0, DAY - place.minutes)) });
  }
  if ((key !== "ArrowLeft" && key !== "ArrowRight") || isStretch) return null;
  const by = (key === "ArrowRight") === isRightToLeft ? -1 : 1;
  return changed(place, { room: rooms[clamp(rooms.indexOf(place.room) + by, 0, rooms.length - 1)] });
}

export function isSame(one, other) {
  return ["day", "start", "minutes", "room"].every((name) => one[name] === other[name]);
}

function changed(place, values) {
  const next = { ...place, ...values };
  return isSame(place, next) ? null : next;
}
