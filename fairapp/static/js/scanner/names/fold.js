// Words as they are compared: the twin of fairapp/core/folding.py. tests/contracts/search_cases.json holds the cases for both.
const APOSTROPHES = /['’‘ʼʻ`´ʹ′ـ]/g;
const LETTERS = { œ: "oe", æ: "ae", ø: "o", ł: "l", đ: "d", ı: "i", ɓ: "b", ɗ: "d", ƴ: "y", ŋ: "n", ɲ: "n", ɛ: "e", ɔ: "o", ة: "ه", ى: "ي" };
const TAKEN = new RegExp(`[${Object.keys(LETTERS).join("")}]`, "g");
// F/mata, M/dou: one letter, a stroke, the end of the name.
const STROKE = /([\p{L}\p{Nl}\p{No}])\/(?=[\p{L}\p{Nl}\p{No}])/gu;
const ENDS_IN_WORD = /[\p{L}\p{N}_]$/u;
const NOT_WORD = /[^\p{L}\p{N}_@+]+/gu;

export function fold(text) {
  const plain = lower(lower(text).normalize("NFKD")).replace(/[\p{Mn}\p{Cf}]/gu, "");
  const letters = asciiDigits(plain).replace(APOSTROPHES, "").replace(TAKEN, (letter) => LETTERS[letter]);
  const joined = letters.replace(STROKE, (whole, letter, at) => (ENDS_IN_WORD.test(letters.slice(Math.max(0, at - 2), at)) ? whole : letter));
  return joined.replace(NOT_WORD, " ").trim();
}

function lower(text) {
  return text.toLowerCase().replace(/ß/g, "ss").replace(/ς/g, "σ");
}

// Digits of a script are ten in a row, from a place that ends in 0 or in 6.
function asciiDigits(text) {
  return text.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0);
    const row = code & ~0xf;
    return /\p{Nd}/u.test(String.fromCodePoint(row)) ? code - row : code - row - 6;
  });
}
