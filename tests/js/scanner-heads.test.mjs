import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./modules.mjs";

const { closed, ofSession, present, tapped } = await load("scanner/heads.js");

const make = () => ({ uuid: "u", counted_at: "t" });

test("taps are counted by session and side, and never below nothing", () => {
  let counted = {};
  for (const [session, side, step] of [["A", "women", 1], ["A", "women", 1], ["A", "men", 1], ["B", "children", 1], ["B", "men", -1]])
    counted = tapped(counted, session, side, step);
  assert.deepEqual(ofSession(counted, "A"), { women: 2, men: 1, children: 0 });
  assert.deepEqual(ofSession(counted, "B"), { women: 0, men: 0, children: 1 });
  assert.deepEqual(ofSession(counted, "C"), { women: 0, men: 0, children: 0 });
  assert.equal(tapped(counted, "B", "women", -1), counted);
});

test("what is open becomes one row a session, once; a correction after that is a row below nothing", () => {
  let counted = tapped(tapped({}, "A", "women", 1), "B", "men", 1);
  const first = closed(counted, make);
  assert.deepEqual(first.rows, [
    { session: "A", women: 1, men: 0, children: 0, ...make() },
    { session: "B", women: 0, men: 1, children: 0, ...make() },
  ]);
  assert.deepEqual(closed(first.counted, make).rows, []);
  counted = tapped(first.counted, "A", "women", -1);
  assert.deepEqual(closed(counted, make).rows, [{ session: "A", women: -1, men: 0, children: 0, ...make() }]);
  assert.deepEqual(ofSession(counted, "A"), { women: 0, men: 0, children: 0 });
});

test("one tap and one back say nothing", () => {
  const counted = tapped(tapped({}, "A", "men", 1), "A", "men", -1);
  assert.deepEqual(closed(counted, make).rows, []);
});

test("the session that began last is proposed", () => {
  const sessions = [{ code: "A", starts_at: "2026-12-02T09:00:00Z" }, { code: "B", starts_at: "2026-12-02T11:00:00Z" }];
  const at = (time) => present(sessions, Date.parse(`2026-12-02T${time}:00Z`));
  assert.deepEqual([at("08:00"), at("10:59"), at("11:00"), at("23:00")], ["A", "A", "B", "B"]);
  assert.equal(present([], 0), "");
});
