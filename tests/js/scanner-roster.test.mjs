// The roster as the server makes it (docs/decisions/0016), read, merged and opened.
import assert from "node:assert/strict";
import { test } from "node:test";
import { cases, load } from "./modules.mjs";

const { Roster } = await load("scanner/roster.js");
const { bytesOf, codeOf, hex, open } = await load("scanner/seal.js");

function entry(number, { flags = 1, category = 7, body = [], first = number } = {}) {
  const bytes = new Uint8Array(19 + body.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, first * 2654435761);
  view.setUint32(4, number);
  view.setUint32(10, number);
  bytes[14] = flags;
  view.setUint16(15, category);
  view.setUint16(17, body.length);
  bytes.set(body, 19);
  return bytes;
}

const joined = (entries) => new Uint8Array(entries.flatMap((bytes) => [...bytes]));
const codeIn = (bytes) => bytes.slice(0, 10);

test("every entry is found by its code and by its number", () => {
  const entries = Array.from({ length: 3000 }, (_none, number) => entry(number + 1, { body: [number & 255, 9] }));
  const roster = new Roster(joined(entries));
  assert.equal(roster.size, 3000);
  for (const bytes of entries) {
    const found = roster.find(codeIn(bytes));
    assert.deepEqual(roster.numbered(found.number), found);
    assert.deepEqual(found.body, bytes.slice(19));
  }
  assert.equal(roster.find(codeIn(entry(4000))), null);
  assert.equal(roster.numbered(4000), null);
  assert.equal(new Roster().find(codeIn(entry(1))), null);
});

test("standings and flags", () => {
  const names = ["blank", "confirmed", "pending", "waiting", "offered", "replaced", "declined", "cancelled"];
  const entries = names.map((_name, flags) => entry(flags + 1, { flags: flags | (flags % 2 ? 0x40 : 0x80), category: 300 + flags }));
  const roster = new Roster(joined(entries));
  for (const [flags, standing] of names.entries()) {
    const { body, code, ...found } = roster.numbered(flags + 1);
    const [isProtocol, isRevoked] = [flags % 2 === 1, flags % 2 === 0];
    assert.deepEqual(found, { number: flags + 1, standing, isProtocol, isRevoked, category: 300 + flags });
  }
});

test("codes that begin alike are told apart", () => {
  const roster = new Roster(joined([entry(1, { first: 5 }), entry(2, { first: 5 }), entry(3, { first: 5 })]));
  for (const number of [1, 2, 3]) assert.equal(roster.find(codeIn(entry(number, { first: 5 }))).number, number);
});

test("a difference replaces what has the same code and adds the rest", () => {
  const base = new Roster(joined([entry(1, { body: [1] }), entry(2, { body: [2, 2] }), entry(3)]));
  const merged = base.merged(joined([entry(2, { flags: 7, body: [] }), entry(4)]));
  assert.equal(merged.size, 4);
  assert.deepEqual([1, 2, 3, 4].map((number) => merged.numbered(number).standing), ["confirmed", "cancelled", "confirmed", "confirmed"]);
  assert.deepEqual(new Roster(merged.bytes).numbered(2), merged.numbered(2));
  assert.equal(base.numbered(2).standing, "confirmed");
});

test("a badge that is another person's now keeps its number for the newest", () => {
  const base = new Roster(entry(9, { flags: 0, category: 0 }));
  assert.equal(base.merged(entry(9)).numbered(9).standing, "confirmed");
});

test("what is cut off is no roster", () => {
  const whole = joined([entry(1, { body: [1, 2, 3] }), entry(2)]);
  for (const length of [1, 18, 21, whole.length - 1]) assert.throws(() => new Roster(whole.slice(0, length)), RangeError);
});

const contract = cases("roster_cases.json");
const whole = new Roster(joined(contract.cases.map(({ entry: text }) => bytesOf(text))));
for (const { what, token, number, standing, is_protocol: isProtocol, category, ...person } of contract.cases) {
  test(`as the server seals it: ${what}`, async () => {
    const code = await codeOf(token, contract.salt);
    assert.equal(hex(code), person.code);
    const found = whole.find(code);
    const { body, code: _code, ...clear } = found;
    const isRevoked = person.revoked_at !== null;
    assert.deepEqual(clear, { number, standing, isProtocol, isRevoked, category });
    const { name, organisation, sessions, revoked_at: revokedAt } = person;
    assert.deepEqual(await open(found, token, contract.salt), [name, organisation, sessions, revokedAt]);
    assert.deepEqual(whole.numbered(number), found);
  });
}

test("a name opens with its own badge alone", async () => {
  const [salt, token] = ["00ff10", "ABCDEFGHIJKLMN27"];
  const code = await codeOf(token, salt);
  const encoder = new TextEncoder();
  const secret = await crypto.subtle.importKey("raw", encoder.encode(token), "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: bytesOf(salt), info: encoder.encode("fairapp roster") };
  const key = await crypto.subtle.deriveKey(how, secret, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  const iv = new Uint8Array(12).fill(3);
  const content = ["M’Mah Camara", "ONG", ["J1-02"], null];
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: code }, key, encoder.encode(JSON.stringify(content)));
  const body = new Uint8Array([...iv, ...new Uint8Array(sealed)]);
  assert.match(hex(code), /^[0-9a-f]{20}$/);
  assert.deepEqual(await open({ code, body }, token, salt), content);
  assert.equal(await open({ code, body }, "ABCDEFGHIJKLMN26", salt), null);
  assert.equal(await open({ code: new Uint8Array(10), body }, token, salt), null);
});
