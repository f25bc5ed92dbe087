// The address that the page proposes is the one that the server gives (fairapp/events/addresses.py).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const here = (path) => new URL(path, import.meta.url);
const source = readFileSync(here("../../fairapp/static/js/propose-address.js"), "utf8");
// As a data: address it is a module for every version of node, whatever its name ends in.
const { propose } = await import(`data:text/javascript,${encodeURIComponent(source)}`);

for (const { name, year, address } of JSON.parse(readFileSync(here("../contracts/address_cases.json")))) {
  test(`« ${name} » ${year}`, () => assert.equal(propose(name, String(year)), address));
}
