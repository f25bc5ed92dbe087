// Keyboard-wedge scanners: a burst of keys that ends in Enter, wherever the focus is.
// Such a scanner types as if the keyboard were American; on a French one its letters come out wrong, so
// the keys' places are read as well and whichever gives an address of ours is taken.
// In a field, slower keys are somebody typing. Elsewhere nobody types, and a busy phone may be slow.
const BETWEEN_KEYS_MS = 45;
const BETWEEN_KEYS_ELSEWHERE_MS = 1000;
const SHORTEST = 5;
const OURS = /\/b\/[a-z2-7]{16}/i;
const PLACES = { Slash: "/", Period: ".", Semicolon: ":", Minus: "-", Comma: "," };

export function listenForWedge(onCode) {
  let typed = "";
  let placed = "";
  let at = 0;

  document.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const pause = isField(event.target) ? BETWEEN_KEYS_MS : BETWEEN_KEYS_ELSEWHERE_MS;
      if (event.timeStamp - at > pause) typed = placed = "";
      at = event.timeStamp;
      if (event.key === "Enter") {
        const code = OURS.test(typed) ? typed : OURS.test(placed) ? placed : typed;
        const isBurst = typed.length >= SHORTEST;
        typed = placed = "";
        // People type into the field; its form takes what they have typed.
        if (!isBurst || (isField(event.target) && !OURS.test(code))) return;
        event.preventDefault();
        event.stopPropagation();
        if (isField(event.target)) event.target.value = "";
        onCode(code);
      } else if (event.key.length === 1) {
        typed += event.key;
        placed += placeOf(event);
      }
    },
    { capture: true },
  );
}

function placeOf({ code, key }) {
  if (/^Key[A-Z]$/.test(code)) return code[3];
  if (/^Digit\d$/.test(code)) return code[5];
  return PLACES[code] || key;
}

function isField(target) {
  return target instanceof Element && target.matches("input, textarea");
}
