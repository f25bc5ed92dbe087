// The list of names, opened: portions as the server seals them, each after the other, later rows in the place of earlier ones.
import { byName } from "./find.js";

const NONCE = 12;
const ABOUT = new TextEncoder().encode("fairapp names");

export class NameList {
  // By code; `text` is what is searched.
  people = new Map();
  #sorted = null;

  // Everybody, by name.
  get sorted() {
    if (!this.#sorted) this.#sorted = [...this.people.values()].sort(byName);
    return this.#sorted;
  }

  // `portion`: a Uint8Array; throws when it is not of this key.
  async add(portion, key) {
    if (!portion.length) return;
    const how = { name: "AES-GCM", iv: portion.subarray(0, NONCE), additionalData: ABOUT };
    const deflated = await crypto.subtle.decrypt(how, key, portion.subarray(NONCE));
    const stream = new Blob([deflated]).stream().pipeThrough(new DecompressionStream("deflate"));
    this.#sorted = null;
    for (const [code, ...row] of await new Response(stream).json()) row.length ? this.people.set(code, person(code, row)) : this.people.delete(code);
  }
}

const COLUMNS = [
  ...["number", "reference", "text", "name", "organisation", "sessions"],
  ...["otherScript", "precision", "position", "place", "birthYear", "isAbout"],
];

function person(code, row) {
  const made = { code };
  for (const [at, column] of COLUMNS.entries()) made[column] = row[at];
  return made;
}
