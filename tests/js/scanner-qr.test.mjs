// Codes that a phone draws are read by the decoder that reads badges.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { load } from "./modules.mjs";

const { MOST_BYTES, modules } = await load("scanner/qr.js");
const { prepareZXingModule, readBarcodes } = await load("../vendor/zxing-wasm/reader/index.js");
const wasm = readFileSync(new URL("../../fairapp/static/vendor/zxing-wasm/reader/zxing_reader.wasm", import.meta.url));
await prepareZXingModule({ overrides: { wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.length) }, fireImmediately: true });

function picture(rows, scale = 4, quiet = 4) {
  const side = (rows.length + 2 * quiet) * scale;
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const dark = rows[Math.floor(y / scale) - quiet]?.[Math.floor(x / scale) - quiet];
      if (dark) data.fill(0, 4 * (y * side + x), 4 * (y * side + x) + 3);
    }
  }
  return { data, width: side, height: side };
}

// Some sizes for every version up to the largest.
for (const length of [1, 17, 18, 60, 106, 154, 200, 271, 300, 400, 500, 650, 858, 1000, MOST_BYTES]) {
  test(`${length} bytes`, async () => {
    const text = Array.from({ length }, (_none, at) => String.fromCharCode(33 + ((at * 7 + length) % 90))).join("");
    const [found] = await readBarcodes(picture(modules(text)), { formats: ["QRCode"] });
    assert.equal(found?.text, text);
  });
}

test("what is longer is refused", () => assert.throws(() => modules("x".repeat(2000)), RangeError));
