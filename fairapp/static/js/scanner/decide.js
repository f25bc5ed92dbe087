// What a gate is told: the twin of fairapp/checkin/rules.py, line for line. tests/contracts/scan_cases.json holds the cases that
// both answer alike. Moments are milliseconds; days are texts like "2026-12-02".
import { local } from "./local.js";

const HOUR = 3600 * 1000;
const AFTERNOON_FROM = 13 * HOUR;
const MEALS = [[11 * HOUR, "breakfast"], [17 * HOUR, "lunch"], [24 * HOUR, "dinner"]];

// Two phones' corrected clocks differ by what the network takes.
const CLOCK_SLACK = 10 * 1000;

const STANDINGS = {
  declined: ["refused", "declined"],
  cancelled: ["refused", "cancelled"],
  pending: ["ask", "pending"],
  waiting: ["ask", "waiting"],
  offered: ["ask", "waiting"],
  replaced: ["ask", "replaced"],
};

// `fair`: {zone, days: Set}. `gate`: {code, scope, group, isEntrance, categories: Set, days: Set, opensAt, closesAt, signedUpOnly, capacity, present}.
// `attempt`: {at, direction, isWellFormed, isOfOtherEvent, listIsComplete, clockFailed}.
// `card`: {holder: {standing, category, isProtocol, isSignedUp} or null, revokedAt, givenAt}; null when the code is no badge that is known.
// `seen`: [{at, gate, group}], accepted and not undone. Answers {verdict, reason, first}.
export function decide(fair, gate, attempt, card, seen = []) {
  if (!card) return stranger(attempt);
  if (attempt.direction === "out") return decision("left");
  if (card.revokedAt != null && card.revokedAt <= attempt.at) return decision("refused", "badge_revoked");
  if (!card.holder || wasBlank(card, attempt)) return decision("blank", "unclaimed");
  const refusal = ofStanding(card.holder) || ofRules(fair, gate, attempt, card.holder);
  const first = firstEntry(fair, gate, attempt.at, seen);
  if (!refusal && first) return decision("again", "already_in", first);
  return refusal || newcomer(gate, attempt, card.holder);
}

// The earliest entry in the gate's scope up to `at`; null when there is none.
export function firstEntry(fair, gate, at, seen) {
  const scope = scopeKey(gate.scope, at, fair.zone);
  if (scope === null) return null;
  const group = gate.group || gate.code;
  const inside = seen.filter(
    (entry) =>
      (entry.group || entry.gate) === group &&
      entry.at <= at + CLOCK_SLACK &&
      scopeKey(gate.scope, entry.at, fair.zone) === scope,
  );
  return inside.reduce((first, entry) => (first && first.at <= entry.at ? first : entry), null);
}

// What stands for one turn at a checkpoint; null at a counter, where every scan is new.
export function scopeKey(scope, at, zone) {
  if (scope === "session") return "session";
  const { day, ms } = local(at, zone);
  if (scope === undefined || scope === "day") return day;
  if (scope === "half_day") return `${day} ${ms < AFTERNOON_FROM ? "am" : "pm"}`;
  if (scope === "meal") return `${day} ${MEALS.find(([end]) => ms <= end)[1]}`;
  return null;
}

// Whether a scan with this verdict is an accepted entry.
export function countsAsEntry({ verdict }, isOverridden) {
  if (verdict === "ask" || verdict === "refused") return isOverridden;
  return verdict === "admitted" || verdict === "again" || verdict === "provisional";
}

function stranger({ isWellFormed = true, isOfOtherEvent = false, listIsComplete = true }) {
  if (!isWellFormed) return decision("unknown", "not_ours");
  if (isOfOtherEvent) return decision("unknown", "other_event");
  if (listIsComplete) return decision("unknown", "not_found");
  return decision("provisional", "not_on_list");
}

// Whoever is told of both scans at once, or of the earlier one last, knows the holder already.
function wasBlank({ givenAt }, { at, clockFailed }) {
  return givenAt != null && at < givenAt && !clockFailed;
}

function ofStanding({ standing }) {
  const found = STANDINGS[standing];
  return found ? decision(...found) : null;
}

function ofRules(fair, gate, attempt, holder) {
  if (gate.categories && !gate.categories.has(holder.category)) return decision("refused", "category");
  // What the clock cannot say refuses nobody.
  const refusal = attempt.clockFailed ? null : ofHours(fair, gate, attempt.at);
  if (refusal) return refusal;
  if (gate.signedUpOnly && !holder.isSignedUp) return decision("refused", "sign_up");
  return null;
}

function ofHours(fair, gate, at) {
  const { day } = local(at, fair.zone);
  if (!fair.days.has(day)) return decision("refused", "not_a_fair_day");
  if (gate.days && !gate.days.has(day)) return decision("refused", "day");
  if (gate.opensAt != null && at < gate.opensAt) return decision("refused", "not_open_yet");
  if (gate.closesAt != null && at >= gate.closesAt) return decision("refused", "closed");
  return null;
}

function newcomer(gate, attempt, holder) {
  if (gate.capacity != null && (gate.present || 0) >= gate.capacity) return decision("refused", "full");
  if (attempt.clockFailed) return decision("provisional", "clock");
  if (gate.isEntrance && holder.isProtocol) return decision("ask", "protocol");
  return decision("admitted");
}

function decision(verdict, reason = "", first = null) {
  return { verdict, reason, first };
}
