// The key of the list of names, locked under a secret that somebody knows by heart (docs/decisions/0018). The secret is kept nowhere.
const LEAST_ITERATIONS = 600000;
const MOST_ITERATIONS = 10000000;
// What opening may cost: a guess costs as much, on a machine like this.
const TARGET_MS = 1000;
const SAMPLE = 100000;
const encoder = new TextEncoder();

export const SHORTEST = 6;
export const MOST_TRIES = 10;

// "" or what is wrong: `short`, `weak`. What everybody tries first is no secret.
export function problemOf(secret) {
  const letters = Array.from(secret.normalize("NFKC"));
  if (letters.length < SHORTEST) return "short";
  const steps = letters.slice(1).map((letter, at) => letter.codePointAt(0) - letters[at].codePointAt(0));
  const isRun = steps.every((step) => step === steps[0]);
  return isRun || new Set(letters).size < 4 ? "weak" : "";
}

// As many rounds as this phone does in the time; never fewer than are recommended.
export async function rounds(now = () => performance.now()) {
  const from = now();
  await keyOf("measured", new Uint8Array(16), SAMPLE);
  const fit = Math.round((SAMPLE * TARGET_MS) / Math.max(now() - from, 1));
  return Math.min(Math.max(fit, LEAST_ITERATIONS), MOST_ITERATIONS);
}

// `raw`: the 32 bytes. {salt, iterations, iv, wrapped}.
export async function wrap(raw, secret, iterations) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const key = await keyOf(secret, salt, iterations);
  const wrapped = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, raw));
  return { salt, iterations, iv, wrapped };
}

// A key that reads the list and cannot be taken out of the browser again; null when the secret is another.
export async function unwrap({ salt, iterations, iv, wrapped }, secret) {
  const key = await keyOf(secret, salt, iterations);
  const how = { name: "AES-GCM", iv };
  try {
    return await crypto.subtle.unwrapKey("raw", wrapped, key, how, "AES-GCM", false, ["decrypt"]);
  } catch {
    return null;
  }
}

async function keyOf(secret, salt, iterations) {
  const base = await crypto.subtle.importKey("raw", encoder.encode(secret.normalize("NFKC")), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt", "unwrapKey"]);
}
