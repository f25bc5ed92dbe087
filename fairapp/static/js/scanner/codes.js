// What was scanned or typed, as the wire names it: t: token, n: badge number, r: reference.
const ADDRESS = /\/b\/([a-z2-7]{16})\/?(?:[?#].*)?$/i;
const TOKEN = /^[a-z2-7]{16}$/i;
const NUMBER = /^\d{1,5}$/;
const REFERENCE = /^[2-9A-HJKMNP-TV-Z]{3}-?[2-9A-HJKMNP-TV-Z]{3}$/i;

// A code that a camera or a scanner has read; always something, for foreign codes are counted.
export function badgeOf(text) {
  return ours(text.trim()) || `t:${outline(text.trim())}`;
}

// What somebody typed; null when it cannot be anything of ours.
export function typedBadge(text) {
  const plain = asciiDigits(text).trim().replace(/\s+/g, "");
  const number = plain.replace(/^(?:n°|no\.?|#)/i, "");
  if (NUMBER.test(number)) return `n:${number}`;
  return ours(plain) || (REFERENCE.test(plain.replace(/u/gi, "v")) ? `r:${plain.toUpperCase()}` : null);
}

function ours(text) {
  const address = ADDRESS.exec(text);
  if (address) return `t:${address[1].toUpperCase()}`;
  return TOKEN.test(text) ? `t:${text.toUpperCase()}` : null;
}

// Of a foreign code only what kind it was: a card or a ticket may hold somebody's data.
function outline(text) {
  const host = /^https?:\/\/([^/?#\s]{1,100})/i.exec(text);
  return host ? `https://${host[1].toLowerCase()}` : `? ${text.length}`;
}

function asciiDigits(text) {
  return text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => digit.charCodeAt(0) & 0x0f);
}
