// Finding anybody by any fragment: the twin of fairapp/registration/search.py and ranking.py, for whoever may not see phones.
import { fold } from "./fold.js";
import { namesOf } from "./spellings.js";

const MOST_LETTERS = 120;
const MOST_TOKENS = 8;
const SORTED_BY = 40;
const COURTESY = new Set(["m", "mr", "mme", "mlle", "monsieur", "madame", "mademoiselle"]);
const PILGRIM = /(^|[ @+])[ea]l (?=hadj)/g;
const DIGITS = /^\d+$/;
const YEAR = /^(?:19|20)\d\d$/;

// What must occur, each in any of its spellings; empty when nothing searchable was typed.
export function tokens(query) {
  const text = fold(Array.from(query).slice(0, MOST_LETTERS).join("")).replace(PILGRIM, "$1el").replace(/\+/g, " ");
  const joined = joinDigits(text.split(" ").filter(Boolean));
  const kept = joined.filter((word) => !COURTESY.has(word));
  return [...new Set(kept.length ? kept : joined)].map(spellings).slice(0, MOST_TOKENS);
}

export function matches(text, wanted) {
  return wanted.length > 0 && wanted.every((spelt) => spelt.some((word) => text.includes(word)));
}

// 0 is best; the sum over the tokens of how far each is from a whole word of the name.
export function distance(text, wanted) {
  const name = text.slice(0, text.indexOf("|"));
  return wanted.reduce((sum, spelt) => sum + (DIGITS.test(spelt[0]) ? 0 : distanceOf(text, name, spelt)), 1);
}

// The likeliest first, of `people` [{text, number, reference, …}] as `byName` sorts them: a badge or registration with this very number
// before all others.
export function find(people, query, most) {
  const wanted = tokens(query);
  const number = wanted.length === 1 && DIGITS.test(wanted[0][0]) ? Number(wanted[0][0]) : null;
  const reference = fold(query).replace(/ /g, "").replace(/u/g, "v").toUpperCase();
  // By distance; within, in the order in which they come, so that nothing is sorted while somebody types.
  const found = [];
  let count = 0;
  for (const person of people) {
    const isThis = (number !== null && person.number === number) || person.reference === reference;
    if (!isThis && !matches(person.text, wanted)) continue;
    const place = isThis ? 0 : distance(person.text, wanted);
    (found[place] || (found[place] = [])).push(person);
    count += 1;
  }
  return { count, people: found.flat().slice(0, most) };
}

export function byName({ text: one, number }, { text: two, number: other }) {
  const [a, b] = [one.slice(0, SORTED_BY), two.slice(0, SORTED_BY)];
  if (a === b) return number - other;
  return a < b ? -1 : 1;
}

function distanceOf(text, name, spelt) {
  const [typed] = spelt;
  if (name.includes(` ${typed} `)) return 0;
  if (spelt.some((word) => name.includes(` ${word} `))) return 1;
  if (spelt.some((word) => name.includes(` ${word}`))) return 2;
  return spelt.some((word) => text.includes(` ${word}`)) ? 3 : 4;
}

// `12 34 56` is one number in pieces; a year stands by itself.
function joinDigits(words) {
  const joined = [];
  let isOpen = false;
  for (const word of words) {
    const isPiece = DIGITS.test(word) && !YEAR.test(word);
    if (isPiece && isOpen) joined[joined.length - 1] += word;
    else joined.push(word);
    isOpen = isPiece;
  }
  return joined;
}

function spellings(word) {
  if (!DIGITS.test(word)) return [word, ...namesOf(word)];
  const bare = word.replace(/^0+/, "");
  return bare && bare !== word ? [word, bare] : [word];
}
