// The fair's clocks. Asking Intl takes a cheap phone a fifth of a millisecond, so it is asked once for each quarter of an hour:
// no zone changes its offset in between.
const QUARTER_MS = 15 * 60 * 1000;
const MOST_KEPT = 500;

const formats = new Map();
const offsets = new Map();

// Of a moment in milliseconds: the day ("2026-12-02") and the milliseconds since midnight, in `zone`.
export function local(moment, zone) {
  const shifted = new Date(moment + offsetOf(moment, zone));
  const day = shifted.toISOString().slice(0, 10);
  return { day, ms: shifted.getTime() - Date.parse(day) };
}

// "08:05", as it stands on the fair's clocks.
export function timeOf(moment, zone) {
  return new Date(moment + offsetOf(moment, zone)).toISOString().slice(11, 16);
}

function offsetOf(moment, zone) {
  const start = Math.floor(moment / QUARTER_MS) * QUARTER_MS;
  const key = `${zone} ${start}`;
  if (!offsets.has(key)) {
    if (offsets.size >= MOST_KEPT) offsets.clear();
    offsets.set(key, askIntl(start, zone));
  }
  return offsets.get(key);
}

function askIntl(moment, zone) {
  const part = Object.fromEntries(formatOf(zone).formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
  const { year, month, day, hour, minute, second } = part;
  // Some browsers write midnight as 24.
  return Date.UTC(year, month - 1, day, hour % 24, minute, second) - moment;
}

function formatOf(zone) {
  if (!formats.has(zone)) {
    const two = "2-digit";
    const parts = { year: "numeric", month: two, day: two, hour: two, minute: two, second: two };
    formats.set(zone, new Intl.DateTimeFormat("en-GB", { timeZone: zone, calendar: "iso8601", hour12: false, ...parts }));
  }
  return formats.get(zone);
}
