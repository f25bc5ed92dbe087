"""Synthetic numbers, and the many ways people type them."""

import random

BLOCK = 10_000_000  # +224 63X XX XX XX: 63 and seven digits
# no common divisor with BLOCK: neighbours get unlike numbers, no two get the same
STRIDE = 7_368_787
FOREIGN_BLOCK = 100  # +1 202 555 0100 to 0199, the only American numbers reserved for fiction
WAYS = {
    "{0} {1} {2} {3}": 30,
    "{0}{1}{2}{3}": 30,
    "{0}-{1}-{2}-{3}": 6,
    "{0}.{1}.{2}.{3}": 3,
    "+224 {0} {1} {2} {3}": 9,
    "(+224) {0} {1} {2} {3}": 3,
    "00224{0}{1}{2}{3}": 4,
    "224{0}{1}{2}{3}": 4,
    "0{0}{1}{2}{3}": 3,
    "+224 (0) {0} {1} {2} {3}": 1,
    "{0} {1} {2} {3} (WhatsApp)": 5,
    "O{0}{1}{2}{3}": 1,
}
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def guinean_number(key: int, which: int) -> str:
    """The *which*-th (0 or 1) number of the person *key*, E.164; no two (key, which) below 5
    million share one.
    """
    return f"+22463{(key * 2 + which + 1) * STRIDE % BLOCK:07d}"


def foreign_number(replica: int, index: int) -> str:
    """One of the hundred fictitious foreign numbers; they repeat above ten fairs."""
    return f"+1202555{100 + (replica * 10 + index) % FOREIGN_BLOCK:04d}"


def typed(rng: random.Random, first: str, second: str = "") -> str:
    """*first* (E.164 or empty) as somebody would type it, followed by *second* when given."""
    if not first.startswith("+224"):
        return first
    text = rng.choices(list(WAYS), list(WAYS.values()))[0].format(*_groups(first))
    if second:
        glue = rng.choice((" / ", " ou ", " - ", "/"))
        return " ".join(_groups(first)) + glue + " ".join(_groups(second))
    return text.translate(ARABIC_DIGITS) if rng.random() < 0.005 else text


def _groups(number: str) -> tuple[str, str, str, str]:
    local = number.removeprefix("+224")
    return local[:3], local[3:5], local[5:7], local[7:]
