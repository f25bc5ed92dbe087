// The check-in contract, case by case; tests/checkin/test_rules.py runs the same file.
import assert from "node:assert/strict";
import { test } from "node:test";
import { cases, load } from "./modules.mjs";

const { countsAsEntry, decide } = await load("scanner/decide.js");
const { local, timeOf } = await load("scanner/local.js");
const contract = cases("scan_cases.json");

// The file names things as Python does.
const MOMENTS = new Set(["at", "revokedAt", "givenAt", "opensAt", "closesAt"]);
const SETS = new Set(["categories", "days"]);
const camel = (name) => name.replace(/_(\w)/g, (_all, letter) => letter.toUpperCase());

function ours(value, name) {
  if (value === null || value === undefined) return value;
  if (MOMENTS.has(name)) return Date.parse(value);
  if (SETS.has(name)) return new Set(value);
  if (Array.isArray(value)) return value.map((item) => ours(item));
  if (typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [camel(key), ours(item, camel(key))]));
}

for (const { name, fair = contract.fair, gate, attempt, card, seen, expect } of contract.cases) {
  test(name, () => {
    const decision = decide(ours(fair), ours(gate), ours(attempt), ours(card), ours(seen));
    assert.deepEqual(decision, { reason: "", first: null, ...ours(expect) });
  });
}

test("an entry is what is let in, and what is let in against the verdict", () => {
  for (const { verdict, overridden, entry } of contract.entries) assert.equal(countsAsEntry({ verdict }, overridden), entry, verdict);
});

test("the fair's clocks, whatever the phone's are set to", () => {
  const moment = Date.parse("2026-12-02T23:30:00.250Z");
  assert.deepEqual(local(moment, "Africa/Conakry"), { day: "2026-12-02", ms: 84600250 });
  assert.deepEqual(local(moment, "Africa/Lagos"), { day: "2026-12-03", ms: 1800250 });
  assert.equal(timeOf(moment, "Asia/Kathmandu"), "05:15");
  // The hour that comes twice when summer time ends.
  assert.equal(timeOf(Date.parse("2026-10-25T00:30:00Z"), "Europe/Paris"), "02:30");
  assert.equal(timeOf(Date.parse("2026-10-25T01:30:00Z"), "Europe/Paris"), "02:30");
});
