// The phone reads a match as the server does; tests/matches/test_facts.py reads the same cases of minutes.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const here = (path) => new URL(path, import.meta.url);
const source = readFileSync(here("../../fairapp/static/js/matches/state.js"), "utf8");
// As a data: address it is a module for every version of node, whatever its name ends in.
const { coming, minuteAt, onClock, phase, readMinute, score, standing } = await import(
  `data:text/javascript,${encodeURIComponent(source)}`
);

for (const { part, seconds, half, extra, minute } of JSON.parse(
  readFileSync(here("../contracts/match_minute_cases.json")),
)) {
  test(`part ${part} after ${seconds} s: ${minute}`, () => assert.equal(onClock(part, seconds, { half, extra }), minute));
}

const terms = { half: 45, extra: 0, hasPenalties: false };
const line = (uuid, kind, more) => ({ uuid, kind, at: "2026-12-04T16:45:00.000Z", side: 0, minute: "", how: "", ...more });
const lines = [
  line("a", "kick_off"),
  line("b", "goal", { side: 1, minute: "45+2" }),
  line("c", "goal", { side: 2, minute: "3" }),
  line("d", "undo", { undoes: "c" }),
  line("e", "undo", { undoes: "b", minute: "44" }),
];

test("what stands is in the order of the match, whatever order it came in", () => {
  for (const some of [lines, lines.slice().reverse(), [...lines, ...lines]]) {
    const kept = standing(some, terms);
    assert.deepEqual(kept.map(({ kind, minute }) => [kind, minute]), [["kick_off", ""], ["goal", "44"]]);
    assert.deepEqual(score(kept), [1, 0]);
  }
});

test("the course goes on from what stands", () => {
  assert.equal(coming([], terms), "kick_off");
  assert.equal(coming(standing(lines, terms), terms), "half_time");
  assert.equal(minuteAt(phase(lines), Date.parse("2026-12-04T17:07:10Z"), terms), "23");
});

test("a minute is read as people write it", () => {
  for (const [text, minute] of [["23", "23"], [" 45 + 2′", "45+2"], ["٤٥+٢", "45+2"], ["", ""]]) {
    assert.equal(readMinute(text), minute);
  }
  for (const text of ["0", "deux", "45+", "45+99", "12:30"]) assert.equal(readMinute(text), null);
});
