// Where a session falls: snapped, kept in its day, beside others; numbers in, numbers out.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const source = readFileSync(new URL("../../fairapp/static/js/editor/geometry.js", import.meta.url), "utf8");
// As a data: address it is a module for every version of node, whatever its name ends in.
const { clock, columnAt, isSame, lanes, lengthAt, runAt, spanOf, startAt, stepped } = await import(
  `data:text/javascript,${encodeURIComponent(source)}`
);
const DAY = [420, 1320];

test("hours are written as the fair's clocks show them", () => {
  assert.deepEqual([0, 545, 855, 1439, 1440].map(clock), ["00:00", "09:05", "14:15", "23:59", "00:00"]);
});

test("a session falls on the nearest five minutes and stays within its day", () => {
  const at = (y, minutes = 60) => startAt(y, 1.4, DAY, minutes);
  assert.deepEqual([0, 3.4, 3.6, 7, 180].map((y) => at(y)), [420, 420, 425, 425, 550]);
  assert.equal(at(-500), 420);
  assert.equal(at(9999), 1260);
  // Longer than the day is drawn: it begins with it.
  assert.equal(at(300, 1000), 420);
});

test("an edge is pulled no shorter than five minutes and no further than the day", () => {
  const to = (y) => lengthAt(y, 1.4, DAY, 600);
  assert.deepEqual([252, 259, 336].map(to), [5, 5, 60]);
  assert.equal(to(0), 5);
  assert.equal(to(9999), 720);
});

test("the nearest column is found, from right to left as well", () => {
  const columns = [0, 150, 300].map((left) => ({ left, right: left + 150 }));
  assert.deepEqual([-40, 10, 151, 449, 900].map((x) => columnAt(x, columns)), [0, 0, 1, 2, 2]);
  assert.deepEqual([10, 449].map((x) => columnAt(x, [...columns].reverse())), [2, 0]);
});

test("a day is drawn as far as something lies outside its hours", () => {
  assert.deepEqual(spanOf(DAY, []), DAY);
  assert.deepEqual(spanOf(DAY, [{ start: 375, minutes: 30 }]), [360, 1320]);
  assert.deepEqual(spanOf(DAY, [{ start: 1300, minutes: 300 }]), [420, 1440]);
});

test("what overlaps stands side by side, what follows does not", () => {
  const place = (code, start, minutes) => ({ code, start, minutes });
  const found = lanes([place("D", 700, 60), place("B", 570, 60), place("A", 540, 90), place("C", 630, 30)]);
  assert.deepEqual(Object.fromEntries(found), { A: [0, 2], B: [1, 2], C: [0, 1], D: [0, 1] });
  const chain = lanes([place("A", 540, 120), place("B", 550, 20), place("C", 580, 20), place("D", 650, 30)]);
  assert.deepEqual(Object.fromEntries(chain), { A: [0, 2], B: [1, 2], C: [1, 2], D: [1, 2] });
  assert.equal(lanes([]).size, 0);
});

test("the sheet runs near its edges, the faster the nearer", () => {
  assert.deepEqual([500, 76, 100, 124].map((x) => runAt(x, 100, 900)), [0, -14, -14, -7]);
  assert.deepEqual([852, 876, 900, 999].map((x) => runAt(x, 100, 900)), [0, 7, 14, 14]);
});

test("arrows move by five minutes and by a room, and stop at the ends", () => {
  const rooms = ["GS", "SC", ""];
  const place = { day: 1, start: 540, minutes: 60, room: "GS" };
  const go = (key, more = {}, from = place) => stepped(from, key, { rooms, isStretch: false, isRightToLeft: false, ...more });
  assert.equal(go("ArrowDown").start, 545);
  assert.equal(go("ArrowUp", {}, { ...place, start: 543 }).start, 540);
  assert.equal(go("ArrowUp", {}, { ...place, start: 0 }), null);
  assert.equal(go("ArrowDown", {}, { ...place, start: 1380 }), null);
  assert.equal(go("ArrowRight").room, "SC");
  assert.equal(go("ArrowLeft"), null);
  assert.equal(go("ArrowLeft", { isRightToLeft: true }).room, "SC");
  assert.equal(go("ArrowRight", {}, { ...place, room: "" }), null);
  assert.equal(go("ArrowDown", { isStretch: true }).minutes, 65);
  assert.equal(go("ArrowUp", { isStretch: true }, { ...place, minutes: 5 }), null);
  assert.equal(go("ArrowRight", { isStretch: true }), null);
  assert.equal(go("Home"), null);
  assert.equal(go("ArrowDown", {}, { ...place, day: null }), null);
  assert.ok(isSame(place, { ...place, version: 3 }));
  assert.ok(!isSame(place, { ...place, room: "SC" }));
});
