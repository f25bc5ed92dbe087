// What a badge opens: its code in the roster, and the name sealed under its token. Without https browsers have no crypto.subtle.
const encoder = new TextEncoder();
const INFO = encoder.encode("fairapp roster");
const CODE = 10;
const NONCE = 12;

export const isAvailable = () => Boolean(globalThis.crypto?.subtle);

// Ten bytes: HMAC-SHA-256 of the token (16 characters) under the fair's salt (hex).
export async function codeOf(token, salt) {
  const digest = await crypto.subtle.sign("HMAC", await saltKey(salt), encoder.encode(token));
  return new Uint8Array(digest, 0, CODE);
}

// [name, organisation, codes of sessions, revoked_at or null]; null when the body is not of this token.
export async function open(entry, token, salt) {
  try {
    const secret = await crypto.subtle.importKey("raw", encoder.encode(token), "HKDF", false, ["deriveKey"]);
    const derivation = { name: "HKDF", hash: "SHA-256", salt: bytesOf(salt), info: INFO };
    const key = await crypto.subtle.deriveKey(derivation, secret, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
    const { body, code } = entry;
    const how = { name: "AES-GCM", iv: body.subarray(0, NONCE), additionalData: code };
    const text = await crypto.subtle.decrypt(how, key, body.subarray(NONCE));
    return JSON.parse(new TextDecoder().decode(text));
  } catch {
    return null;
  }
}

export function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function bytesOf(text) {
  return Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
}

let known = { salt: null, key: null };

// The same for the whole fair; made once.
async function saltKey(salt) {
  if (known.salt !== salt) {
    const how = { name: "HMAC", hash: "SHA-256" };
    known = { salt, key: await crypto.subtle.importKey("raw", bytesOf(salt), how, false, ["sign"]) };
  }
  return known.key;
}
