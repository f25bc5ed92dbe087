// The course of a match from its lines, as fairapp/matches/rules.py reads it; what waits on the phone is a line like the others.
// Pure: tests/js holds it to the cases of tests/contracts.
const MOST_ADDED = 30;

// Part of the match, and whether the line opens it (0) or closes it (2).
export const PHASES = {
  kick_off: [1, 0],
  half_time: [1, 2],
  second_half: [2, 0],
  full_time: [2, 2],
  extra_time: [3, 0],
  extra_half: [4, 0],
  extra_end: [4, 2],
  shoot_out: [5, 0],
  end: [5, 2],
};

export function endOf(part, { half, extra }) {
  return Math.min(part, 2) * half + Math.max(0, Math.min(part, 4) - 2) * extra;
}

export function onClock(part, seconds, terms) {
  const played = Math.floor(Math.max(0, seconds) / 60) + 1;
  const start = endOf(part - 1, terms);
  const end = endOf(part, terms);
  if (start + played <= end) return String(start + played);
  return `${end}+${Math.min(start + played - end, MOST_ADDED)}`;
}

// A minute in any digits as the wire wants it; "" for nothing, null for what is no minute.
export function readMinute(text) {
  const plain = text.replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660)).replace(/[\s′']/g, "");
  if (!plain) return "";
  const found = /^(\d{1,3})(?:\+(\d{1,2}))?$/.exec(plain);
  if (!found || Number(found[1]) < 1 || Number(found[2] || 0) > MOST_ADDED) return null;
  return plain;
}

// Lines that stand, in the order of the match; a correction stands for the line that it undoes.
export function standing(lines, terms) {
  const known = new Map(lines.map((line) => [line.uuid, line]));
  const undone = new Set([...known.values()].filter((line) => line.undoes).map((line) => line.undoes));
  const kept = [];
  for (const line of known.values()) {
    if (undone.has(line.uuid)) continue;
    if (line.kind !== "undo") kept.push(line);
    else if (line.minute && known.has(line.undoes)) {
      const { kind, side, player, other, how } = known.get(line.undoes);
      if (kind !== "undo") kept.push({ ...line, kind, side, player, other, how, undoes: null });
    }
  }
  return kept.sort((a, b) => compare(place(a, terms), place(b, terms)));
}

export function score(kept, kind = "goal") {
  const counting = kept.filter((line) => line.kind === kind && line.how !== "missed");
  return [1, 2].map((side) => counting.filter((line) => line.side === side).length);
}

export function phase(kept) {
  let latest = null;
  for (const line of kept) {
    if (PHASES[line.kind] && (!latest || compare(PHASES[line.kind], PHASES[latest.kind]) > 0)) latest = line;
  }
  return latest;
}

// What comes next: the name of a phase, or null when the match is over.
export function coming(kept, terms) {
  const now = phase(kept);
  if (!now) return "kick_off";
  const [one, two] = score(kept);
  const afterExtra = one === two && terms.hasPenalties ? "shoot_out" : null;
  return {
    kick_off: "half_time",
    half_time: "second_half",
    second_half: "full_time",
    full_time: one === two && terms.extra ? "extra_time" : afterExtra,
    extra_time: "extra_half",
    extra_half: "extra_end",
    extra_end: afterExtra,
    shoot_out: "end",
    end: null,
  }[now.kind];
}

export function isRunning(now) {
  return Boolean(now) && PHASES[now.kind][1] === 0 && now.kind !== "shoot_out";
}

// `at` in milliseconds; "" before the kick-off and in a break.
export function minuteAt(now, at, terms) {
  if (!isRunning(now)) return "";
  return onClock(PHASES[now.kind][0], (at - Date.parse(now.at)) / 1000, terms);
}

function place(line, terms) {
  const [minute, added] = String(line.minute || 0).split("+").map(Number);
  const part = [1, 2, 3].find((one) => minute <= endOf(one, terms)) || 4;
  const [of, edge] = PHASES[line.kind] || [line.kind === "shot" ? 5 : part, 1];
  return [of, edge, minute, added || 0, Date.parse(line.at)];
}

function compare(one, other) {
  for (let i = 0; i < one.length; i += 1) if (one[i] !== other[i]) return one[i] - other[i];
  return 0;
}
