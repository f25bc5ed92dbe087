// What a clicker holds: per session what this phone has counted in all, and what of it is not yet in a row. Pure, for tests.
export const SIDES = ["women", "men", "children"];

const NONE = { women: 0, men: 0, children: 0 };

// One tap more, or with `step` -1 one less, never below nothing.
export function tapped(counted, session, side, step) {
  const { all = NONE, open = NONE } = counted[session] || {};
  if (all[side] + step < 0) return counted;
  const add = (heads) => ({ ...heads, [side]: heads[side] + step });
  return { ...counted, [session]: { all: add(all), open: add(open) } };
}

// {counted, rows}: whatever is open as rows to be sent, one a session; a row that would say nothing is none.
export function closed(counted, make) {
  const rows = [];
  const rest = {};
  for (const [session, { all, open }] of Object.entries(counted)) {
    if (SIDES.some((side) => open[side] !== 0)) rows.push({ session, ...open, ...make() });
    rest[session] = { all, open: NONE };
  }
  return { counted: rest, rows };
}

export function ofSession(counted, session) {
  return counted[session]?.all ?? NONE;
}

// The session that is on, or began last, or comes first.
export function present(sessions, now) {
  const begun = sessions.filter(({ starts_at: at }) => Date.parse(at) <= now);
  return (begun[begun.length - 1] ?? sessions[0])?.code ?? "";
}
