// Browser modules for node: as data: addresses they are modules for every version of it, whatever their names end in.
import { readFileSync } from "node:fs";

const STATIC = new URL("../../fairapp/static/js/", import.meta.url);
const IMPORT = /(from\s+|import\s*)"(\.[^"]+)"/g;

export function load(name) {
  return import(address(new URL(name, STATIC)));
}

export function cases(name) {
  return JSON.parse(readFileSync(new URL(`../contracts/${name}`, import.meta.url), "utf8"));
}

function address(file) {
  const source = readFileSync(file, "utf8");
  const whole = source.replace(IMPORT, (_all, before, name) => `${before}"${address(new URL(name, file))}"`);
  return `data:text/javascript,${encodeURIComponent(whole)}`;
}
