// What a hall's screen shows of the programme at a moment: what is on, what comes next, what has changed. Pure.
// Sessions are those of programme.json; `at` is in milliseconds, `zone` the fair's.

const NEXT = 5;

export function onAir(sessions, at, zone) {
  const today = dayOf(at, zone);
  const on = sessions.filter((s) => s.status !== "cancelled");
  const coming = on.filter((s) => begins(s) > at);
  // What comes is of one day: tomorrow's opening does not stand under tonight's concert.
  const nextDay = coming.length ? dayOf(Math.min(...coming.map(begins)), zone) : today;
  return {
    now: on.filter((s) => begins(s) <= at && at < ends(s)),
    next: coming.filter((s) => dayOf(begins(s), zone) === nextDay).slice(0, NEXT),
    nextIsToday: nextDay === today,
    changes: sessions.filter(
      (s) => (s.status === "moved" || s.status === "cancelled") && ends(s) > at && dayOf(begins(s), zone) === today,
    ),
    isOver: sessions.length > 0 && !on.some((s) => ends(s) > at),
  };
}

// One part of a list that is too long for the screen; all parts take their turn.
export function turnOf(list, size, turn) {
  const pages = Math.max(1, Math.ceil(list.length / size));
  const page = turn % pages;
  return { shown: list.slice(page * size, (page + 1) * size), page: page + 1, pages };
}

// A text in a language, else in one that is there.
export function inLanguage(text, language) {
  return text[language] || text.fr || text.en || text.ar || "";
}

function begins(session) {
  return Date.parse(session.starts_at);
}

function ends(session) {
  return Date.parse(session.ends_at);
}

function dayOf(at, zone) {
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(at);
}
