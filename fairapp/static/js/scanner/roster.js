// The badges that this phone knows: one piece of memory, as it came (docs/decisions/0016), and two indexes over it. An entry says
// standing, category and number in clear; who it is opens only with the badge in hand.
const HEAD = 19;
const CODE = 10;
const STANDINGS = ["blank", "confirmed", "pending", "waiting", "offered", "replaced", "declined", "cancelled"];
const PROTOCOL = 0x40;
const REVOKED = 0x80;

export class Roster {
  #bytes;
  #view;
  #places;
  #numbers;
  #mask;

  // `bytes`: a Uint8Array of entries, one after the other; throws RangeError when it ends in the middle of one.
  constructor(bytes = new Uint8Array()) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const offsets = entriesIn(bytes);
    this.size = offsets.length;
    // Codes are digests, so their first bits spread evenly by themselves. Twice the room, and places are found at once.
    let room = 64;
    while (room < 2 * offsets.length) room *= 2;
    this.#mask = room - 1;
    this.#places = new Int32Array(room).fill(-1);
    this.#numbers = new Int32Array(room).fill(-1);
    for (const offset of offsets) this._enter(offset);
  }

  get bytes() {
    return this.#bytes;
  }

  // `code`: its ten bytes. {code, number, standing, isProtocol, isRevoked, category, body} or null.
  find(code) {
    const offset = this._placeOf(code, 0);
    return offset < 0 ? null : this._entry(offset);
  }

  // The badge with this number printed on it.
  numbered(number) {
    let slot = spread(number) & this.#mask;
    for (let offset; (offset = this.#numbers[slot]) >= 0; slot = (slot + 1) & this.#mask) {
      if (this.#view.getUint32(offset + CODE) === number) return this._entry(offset);
    }
    return null;
  }

  // Another roster, with the entries of `newer` (bytes as well) in the place of those that have the same code.
  merged(newer) {
    const other = new Roster(newer);
    const kept = entriesIn(this.#bytes).filter((offset) => other._placeOf(this.#bytes, offset) < 0);
    const whole = new Uint8Array(kept.reduce((sum, offset) => sum + this._length(offset), newer.length));
    let end = 0;
    for (const offset of kept) {
      whole.set(this.#bytes.subarray(offset, offset + this._length(offset)), end);
      end += this._length(offset);
    }
    whole.set(newer, end);
    return new Roster(whole);
  }

  _length(offset) {
    return HEAD + this.#view.getUint16(offset + 17);
  }

  _enter(offset) {
    let slot = this.#view.getUint32(offset) & this.#mask;
    while (this.#places[slot] >= 0) slot = (slot + 1) & this.#mask;
    this.#places[slot] = offset;
    slot = spread(this.#view.getUint32(offset + CODE)) & this.#mask;
    while (this.#numbers[slot] >= 0) slot = (slot + 1) & this.#mask;
    this.#numbers[slot] = offset;
  }

  // Where the code that stands in `bytes` at `from` begins here; -1 when it is not known.
  _placeOf(bytes, from) {
    const first = ((bytes[from] << 24) | (bytes[from + 1] << 16) | (bytes[from + 2] << 8) | bytes[from + 3]) >>> 0;
    let slot = first & this.#mask;
    for (let offset; (offset = this.#places[slot]) >= 0; slot = (slot + 1) & this.#mask) {
      let same = 0;
      while (same < CODE && this.#bytes[offset + same] === bytes[from + same]) same += 1;
      if (same === CODE) return offset;
    }
    return -1;
  }

  _entry(offset) {
    const flags = this.#bytes[offset + 14];
    return {
      code: this.#bytes.slice(offset, offset + CODE),
      number: this.#view.getUint32(offset + CODE),
      standing: STANDINGS[flags & 0x3f],
      isProtocol: Boolean(flags & PROTOCOL),
      isRevoked: Boolean(flags & REVOKED),
      category: this.#view.getUint16(offset + 15),
      body: this.#bytes.slice(offset + HEAD, offset + this._length(offset)),
    };
  }
}

// Where each entry begins.
function entriesIn(bytes) {
  const offsets = [];
  let offset = 0;
  while (offset < bytes.length) {
    offsets.push(offset);
    offset += HEAD + ((bytes[offset + 17] << 8) | bytes[offset + 18]);
  }
  if (offset !== bytes.length) throw new RangeError("the roster is cut off");
  return offsets;
}

function spread(number) {
  return Math.imul(number, 0x9e3779b1) >>> 8;
}
