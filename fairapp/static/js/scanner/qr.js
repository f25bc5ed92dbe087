// QR codes (ISO 18004) of texts in bytes, at the lowest level of correction: they are read from one screen by the next phone, and what
// waits on a phone is long. The mask is always the first; readers do not mind.
const PER_BLOCK = [7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26];
const BLOCKS = [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12];

// As many bytes as the largest of them takes.
export const MOST_BYTES = 1200;

// Rows of dark (true) and light modules, without a quiet zone; RangeError when the text is too long.
export function modules(text) {
  const bytes = new TextEncoder().encode(text);
  const version = PER_BLOCK.findIndex((_none, index) => fits(bytes.length, index + 1)) + 1;
  if (!version) throw new RangeError("too long for a QR code");
  const square = new Square(version);
  square.fill(woven(dataOf(bytes, version), version));
  return square.rows;
}

function fits(length, version) {
  return 4 + (version < 10 ? 8 : 16) + 8 * length <= 8 * dataLength(version);
}

// Modules that carry data, in bytes, and how many of them are not for correction.
function rawLength(version) {
  let modules = (16 * version + 128) * version + 64;
  if (version >= 2) {
    const count = Math.floor(version / 7) + 2;
    modules -= (25 * count - 10) * count - 55;
    if (version >= 7) modules -= 36;
  }
  return modules >> 3;
}

function dataLength(version) {
  return rawLength(version) - PER_BLOCK[version - 1] * BLOCKS[version - 1];
}

function dataOf(bytes, version) {
  const bits = [];
  const put = (value, length) => {
    for (let bit = length - 1; bit >= 0; bit -= 1) bits.push((value >> bit) & 1);
  };
  put(4, 4);
  put(bytes.length, version < 10 ? 8 : 16);
  for (const byte of bytes) put(byte, 8);
  const room = dataLength(version);
  put(0, Math.min(4, 8 * room - bits.length));
  while (bits.length % 8) bits.push(0);
  const data = [];
  for (let at = 0; at < bits.length; at += 8) data.push(bits.slice(at, at + 8).reduce((sum, bit) => 2 * sum + bit, 0));
  for (let pad = 0xec; data.length < room; pad ^= 0xec ^ 0x11) data.push(pad);
  return data;
}

// Split into blocks, each with its correction, and woven together.
function woven(data, version) {
  const [blocks, correction, raw] = [BLOCKS[version - 1], PER_BLOCK[version - 1], rawLength(version)];
  const short = Math.floor(raw / blocks) - correction;
  const shorts = blocks - (raw % blocks);
  const parts = [];
  for (let block = 0, at = 0; block < blocks; block += 1) {
    const part = data.slice(at, (at += short + (block < shorts ? 0 : 1)));
    parts.push([part, remainder(part, generator(correction))]);
  }
  const all = [];
  for (let at = 0; at <= short; at += 1) for (const [part] of parts) if (at < part.length) all.push(part[at]);
  for (let at = 0; at < correction; at += 1) for (const [, rest] of parts) all.push(rest[at]);
  return all;
}

function times(one, two) {
  let product = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    product = (product << 1) ^ ((product >>> 7) * 0x11d);
    product ^= ((two >>> bit) & 1) * one;
  }
  return product;
}

function generator(degree) {
  const result = [...Array(degree - 1).fill(0), 1];
  for (let root = 1, step = 0; step < degree; step += 1, root = times(root, 2)) {
    for (let at = 0; at < degree; at += 1) result[at] = times(result[at], root) ^ (result[at + 1] || 0);
  }
  return result;
}

function remainder(data, divisor) {
  const result = Array(divisor.length).fill(0);
  for (const byte of data) {
    const factor = byte ^ result.shift();
    result.push(0);
    for (const [at, value] of divisor.entries()) result[at] ^= times(value, factor);
  }
  return result;
}

class Square {
  #version;
  #size;
  #taken;

  constructor(version) {
    this.#version = version;
    this.#size = 17 + 4 * version;
    this.rows = Array.from({ length: this.#size }, () => Array(this.#size).fill(false));
    this.#taken = Array.from({ length: this.#size }, () => Array(this.#size).fill(false));
    this._timing();
    for (const [x, y] of [[3, 3], [this.#size - 4, 3], [3, this.#size - 4]]) this._finder(x, y);
    this._alignments();
    this._format();
    if (version >= 7) this._versions();
  }

  // In pairs of columns from the right, up and down, around what is taken; under the first mask.
  fill(bytes) {
    let bit = 0;
    for (let right = this.#size - 1; right >= 1; right -= 2) {
      if (right === 6) right = 5;
      for (let step = 0; step < this.#size; step += 1) {
        for (const x of [right, right - 1]) {
          const y = ((right + 1) & 2) === 0 ? this.#size - 1 - step : step;
          if (this.#taken[y][x]) continue;
          const dark = bit < 8 * bytes.length && ((bytes[bit >> 3] >> (7 - (bit & 7))) & 1) === 1;
          this.rows[y][x] = dark !== ((x + y) % 2 === 0);
          bit += 1;
        }
      }
    }
  }

  _set(x, y, dark) {
    if (x < 0 || y < 0 || x >= this.#size || y >= this.#size) return;
    this.rows[y][x] = Boolean(dark);
    this.#taken[y][x] = true;
  }

  _timing() {
    for (let at = 0; at < this.#size; at += 1) {
      this._set(6, at, at % 2 === 0);
      this._set(at, 6, at % 2 === 0);
    }
  }

  _finder(x, y) {
    for (let down = -4; down <= 4; down += 1) {
      for (let along = -4; along <= 4; along += 1) {
        const ring = Math.max(Math.abs(down), Math.abs(along));
        this._set(x + along, y + down, ring !== 2 && ring !== 4);
      }
    }
  }

  _alignments() {
    const places = this._places();
    const last = places.length - 1;
    for (const [i, x] of places.entries()) {
      for (const [j, y] of places.entries()) {
        if ((i === 0 && (j === 0 || j === last)) || (i === last && j === 0)) continue;
        for (let down = -2; down <= 2; down += 1) {
          for (let along = -2; along <= 2; along += 1) {
            this._set(x + along, y + down, Math.max(Math.abs(down), Math.abs(along)) !== 1);
          }
        }
      }
    }
  }

  _places() {
    if (this.#version === 1) return [];
    const count = Math.floor(this.#version / 7) + 2;
    const step = Math.ceil((this.#version * 4 + 4) / (count * 2 - 2)) * 2;
    const rest = Array.from({ length: count - 1 }, (_none, at) => this.#size - 7 - at * step);
    return [6, ...rest.reverse()];
  }

  // Level L, mask 0; twice.
  _format() {
    const bits = (8 << 10 | checked(8, 10, 0x537)) ^ 0x5412;
    const bit = (at) => (bits >> at) & 1;
    const [size, far] = [this.#size, (at) => this.#size - 15 + at];
    for (let at = 0; at <= 5; at += 1) this._set(8, at, bit(at));
    for (const [at, x, y] of [[6, 8, 7], [7, 8, 8], [8, 7, 8]]) this._set(x, y, bit(at));
    for (let at = 9; at < 15; at += 1) this._set(14 - at, 8, bit(at));
    for (let at = 0; at < 8; at += 1) this._set(size - 1 - at, 8, bit(at));
    for (let at = 8; at < 15; at += 1) this._set(8, far(at), bit(at));
    this._set(8, size - 8, true);
  }

  _versions() {
    const bits = (this.#version << 12) | checked(this.#version, 12, 0x1f25);
    for (let at = 0; at < 18; at += 1) {
      const [near, far] = [Math.floor(at / 3), this.#size - 11 + (at % 3)];
      this._set(far, near, (bits >> at) & 1);
      this._set(near, far, (bits >> at) & 1);
    }
  }
}

function checked(value, length, divisor) {
  let rest = value;
  for (let step = 0; step < length; step += 1) rest = (rest << 1) ^ ((rest >>> (length - 1)) * divisor);
  return rest;
}
