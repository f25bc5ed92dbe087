// What the hall's screen shows at a moment, on the fair's own days.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const source = readFileSync(new URL("../../fairapp/static/js/programme/on-air.js", import.meta.url), "utf8");
const { inLanguage, onAir, turnOf } = await import(`data:text/javascript,${encodeURIComponent(source)}`);

const ZONE = "Africa/Nairobi";
const at = (clock, day = "02") => Date.parse(`2026-12-${day}T${clock}:00+03:00`);
const session = (code, start, end, more = {}) => ({
  code,
  starts_at: `2026-12-${more.day || "02"}T${start}:00+03:00`,
  ends_at: `2026-12-${more.day || "02"}T${end}:00+03:00`,
  status: "published",
  ...more,
});
const codes = (list) => list.map((s) => s.code);
const DAY = [
  session("a", "09:00", "10:30"),
  session("b", "10:30", "12:00", { status: "moved" }),
  session("c", "10:30", "11:00", { status: "cancelled" }),
  session("d", "09:00", "10:00", { day: "03" }),
];

test("what is on ends when its end has come", () => {
  assert.deepEqual(codes(onAir(DAY, at("10:29"), ZONE).now), ["a"]);
  assert.deepEqual(codes(onAir(DAY, at("10:30"), ZONE).now), ["b"]);
});

test("what comes next is of one day, and never what is cancelled", () => {
  const morning = onAir(DAY, at("08:00"), ZONE);
  assert.deepEqual([codes(morning.next), morning.nextIsToday], [["a", "b"], true]);
  const evening = onAir(DAY, at("12:00"), ZONE);
  assert.deepEqual([codes(evening.next), evening.nextIsToday], [["d"], false]);
});

test("changes are today's, until they are over", () => {
  assert.deepEqual(codes(onAir(DAY, at("10:45"), ZONE).changes), ["b", "c"]);
  assert.deepEqual(codes(onAir(DAY, at("11:30"), ZONE).changes), ["b"]);
  assert.deepEqual(codes(onAir(DAY, at("09:00", "03"), ZONE).changes), []);
});

test("a fair is over when nothing more will be, and not when nothing is planned", () => {
  assert.equal(onAir(DAY, at("10:00", "03"), ZONE).isOver, true);
  assert.equal(onAir(DAY, at("09:59", "03"), ZONE).isOver, false);
  assert.equal(onAir([], at("09:59"), ZONE).isOver, false);
});

test("a day begins at midnight where the fair is", () => {
  const late = [session("n", "00:15", "01:00", { day: "03" })];
  assert.equal(onAir(late, at("23:59"), ZONE).nextIsToday, false);
  assert.equal(onAir(late, at("00:00", "03"), ZONE).nextIsToday, true);
});

test("long lists take turns", () => {
  assert.deepEqual(turnOf([1, 2, 3, 4, 5], 2, 0), { shown: [1, 2], page: 1, pages: 3 });
  assert.deepEqual(turnOf([1, 2, 3, 4, 5], 2, 5), { shown: [5], page: 3, pages: 3 });
  assert.deepEqual(turnOf([], 2, 7), { shown: [], page: 1, pages: 1 });
});

test("a text that is missing in a language stands in another", () => {
  assert.equal(inLanguage({ fr: "Théâtre", ar: "مسرح" }, "en"), "Théâtre");
  assert.equal(inLanguage({}, "en"), "");
});
