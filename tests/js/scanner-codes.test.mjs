// What is scanned or typed becomes what the wire expects; tests/checkin/test_codes.py reads the same cases.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const here = (path) => new URL(path, import.meta.url);
const read = (name) => readFileSync(here(`../../fairapp/static/js/scanner/${name}`), "utf8");
// As a data: address it is a module for every version of node, whatever its name ends in.
const load = (name) => import(`data:text/javascript,${encodeURIComponent(read(name))}`);

const { badgeOf, typedBadge } = await load("codes.js");
const { newUuid } = await load("uuid.js");
const cases = JSON.parse(readFileSync(here("../contracts/code_cases.json")));

for (const { text, wire } of cases.scanned) test(`scanned « ${text} »`, () => assert.equal(badgeOf(text), wire));
for (const { text, wire } of cases.typed) test(`typed « ${text} »`, () => assert.equal(typedBadge(text), wire));

test("a uuid is random, of version 4, and no other", () => {
  const made = Array.from({ length: 500 }, newUuid);
  for (const uuid of made) assert.match(uuid, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(new Set(made).size, made.length);
});
