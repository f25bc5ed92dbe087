// Looking people up on a phone: found as the desk finds them; a list that opens with its secret alone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync } from "node:zlib";
import { cases, load } from "./modules.mjs";

const { fold } = await load("scanner/names/fold.js");
const { byName, find, tokens } = await load("scanner/names/find.js");
const { NameList } = await load("scanner/names/list.js");
const { problemOf, rounds, unwrap, wrap } = await load("scanner/names/lock.js");
const contract = cases("search_cases.json");

for (const [text, folded] of contract.folded) test(`folded « ${text} »`, () => assert.equal(fold(text), folded));
for (const [query, wanted] of contract.tokens) test(`tokens of « ${query} »`, () => assert.deepEqual(tokens(query), wanted));

const people = contract.people.map(({ text }, place) => ({ text, place, number: place + 3000, reference: `K7M4Q${place % 9}` })).sort(byName);
for (const [query, found] of Object.entries(contract.found)) {
  test(`found by « ${query} »`, () => assert.deepEqual(find(people, query, 25).people.map(({ place }) => place), found));
}

test("a badge's number and a reference come first, and no more are shown than wanted", () => {
  assert.deepEqual(find(people, "3005", 25).people.map(({ place }) => place), [5]);
  assert.deepEqual(find(people, "k7m-4q8", 25).people.map(({ place }) => place), [8]);
  const { count, people: shown } = find(people, "diallo", 2);
  assert.deepEqual([count, shown.length], [contract.found.diallo.length, 2]);
});

const raw = crypto.getRandomValues(new Uint8Array(32));
const ABOUT = new TextEncoder().encode("fairapp names");

async function sealed(rows) {
  const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const text = deflateSync(JSON.stringify(rows));
  return new Uint8Array([...iv, ...new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: ABOUT }, key, text))]);
}

const row = (code, name) => [code, 42, "K7M4Q3", ` ${name} | `, name, "ONG", ["J1-02"], "", "", "", "Labé", 1961, 1];

test("the list opens with its secret alone, later rows in the place of earlier ones", async () => {
  const lock = await wrap(raw, "mangue route tambour", 1000);
  assert.equal(await unwrap(lock, "mangue route tambours"), null);
  const key = await unwrap(lock, "mangue route tambour");
  assert.equal(key.extractable, false);
  const list = new NameList();
  await list.add(await sealed([row("aa", "fanta"), row("bb", "binta"), row("cc", "saran")]), key);
  await list.add(new Uint8Array(), key);
  await list.add(await sealed([row("bb", "aissata"), ["cc"]]), key);
  assert.deepEqual([...list.people.values()].map(({ name }) => name), ["fanta", "aissata"]);
  const { code, number, organisation, sessions, place, birthYear } = list.people.get("aa");
  assert.deepEqual([code, number, organisation, sessions, place, birthYear], ["aa", 42, "ONG", ["J1-02"], "Labé", 1961]);
});

test("nothing of the key or the secret is in what is kept, and no two locks are alike", async () => {
  const [one, two] = [await wrap(raw, "482913", 1000), await wrap(raw, "482913", 1000)];
  for (const part of ["salt", "iv", "wrapped"]) assert.notDeepEqual(one[part], two[part]);
  assert.deepEqual(Object.keys(one).sort(), ["iterations", "iv", "salt", "wrapped"]);
  assert.equal(Buffer.from(one.wrapped).includes(Buffer.from(raw.subarray(0, 8))), false);
});

test("a portion of another key or a changed one is refused", async () => {
  const other = await unwrap(await wrap(crypto.getRandomValues(new Uint8Array(32)), "x", 1000), "x");
  const key = await unwrap(await wrap(raw, "x", 1000), "x");
  const portion = await sealed([row("aa", "fanta")]);
  await assert.rejects(new NameList().add(portion, other));
  portion[20] ^= 1;
  await assert.rejects(new NameList().add(portion, key));
});

test("what everybody tries first is no secret", () => {
  for (const [secret, problem] of [
    ["12345", "short"],
    ["", "short"],
    ["123456", "weak"],
    ["987654", "weak"],
    ["000000", "weak"],
    ["121212", "weak"],
    ["abcdef", "weak"],
    ["482913", ""],
    ["مانجو طريق", ""],
  ])
    assert.equal(problemOf(secret), problem, secret);
});

test("as many rounds as fit into the time, within bounds", async () => {
  const taking = (ms) => {
    let at = 0;
    return () => (at += ms);
  };
  assert.equal(await rounds(taking(100)), 1000000);
  assert.equal(await rounds(taking(5000)), 600000);
  assert.equal(await rounds(taking(0)), 10000000);
});
