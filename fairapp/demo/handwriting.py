"""Names as people, focal points and tired hands type them (names.json: raw_input_noise)."""

import random
import unicodedata
from dataclasses import dataclass, replace
from functools import cache

from fairapp.demo.shapes import Name, Sex
from fairapp.demo.sources import read

NEEDS_A_HAND = (
    "family_and_first_swapped",
    "title_inside_name",
    "everything_in_one_field",
    "typo_one_letter",
    "abbreviation",
)
APOSTROPHE_LOST = 0.7  # of the names that have one, about 3 % of all records
MARRIED_NAME_ON_PAPER = 0.35 * 0.6  # 35 % of the married women


@dataclass(frozen=True, slots=True)
class Typed:
    """Two fields as typed and the kinds of noise in them."""

    given: str
    family: str
    noise: tuple[str, ...] = ()

    @property
    def full(self) -> str:
        return f"{self.given} {self.family}".strip()


def write_down(rng: random.Random, name: Name, sex: Sex, on_paper: bool) -> Typed:
    """*name* as it reaches the database; *on_paper* lists add « Mme X née Y »."""
    typed = Typed(name.given, name.family)
    rates = read("names")["raw_input_noise"]
    for kind, change in CHANGES.items():
        if rng.random() < (APOSTROPHE_LOST if kind.startswith("apostrophe") else rates[kind]):
            changed = change(rng, typed, sex)
            if (changed.given, changed.family) != (typed.given, typed.family):
                typed = replace(changed, noise=(*typed.noise, kind))
    if on_paper and sex == "F" and name.family and rng.random() < MARRIED_NAME_ON_PAPER:
        husband = rng.choice(read("names")["family"])["name"]
        text = rng.choice((f"Mme {husband} née {typed.family}", f"Mme {typed.family} {husband}"))
        typed = Typed(typed.given, text, (*typed.noise, "married_name"))
    return typed


def without_accents(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c))


@cache
def _short_forms() -> dict[str, tuple[str, ...]]:
    names = read("names")
    return {
        row["name"]: tuple(v for v in row["variants"] if len(v) < len(row["name"]) or "." in v)
        for row in (*names["male_first"], *names["female_first"])
    }


def _abbreviate(rng: random.Random, typed: Typed, _: Sex) -> Typed:
    words = typed.given.split()
    shorts = _short_forms().get(words[0], ()) if words else ()
    if not shorts:
        return typed
    return replace(typed, given=" ".join([rng.choice(shorts), *words[1:]]))


def _typo(rng: random.Random, typed: Typed, _: Sex) -> Typed:
    text = typed.family
    if len(text) < 4:
        return typed
    spot = rng.randrange(1, len(text) - 1)
    way = rng.randrange(3)
    if way == 0:
        text = text[:spot] + text[spot + 1] + text[spot] + text[spot + 2 :]
    elif way == 1:
        text = text[:spot] + text[spot + 1 :]
    else:
        text = text[:spot] + text[spot] + text[spot:]
    return replace(typed, family=text)


def _apostrophe(rng: random.Random, typed: Typed, _: Sex) -> Typed:
    return replace(typed, given=typed.given.replace("'", rng.choice(("’", "", "´", " "))))


def _title(rng: random.Random, typed: Typed, sex: Sex) -> Typed:
    title = rng.choice(("Mme", "Hadja", "Dr") if sex == "F" else ("M.", "El Hadj", "Elhadj", "Dr"))
    return replace(typed, given=f"{title} {typed.given}")


def _one_field(_: random.Random, typed: Typed, __: Sex) -> Typed:
    return replace(typed, given=typed.full, family="") if typed.family else typed


def _swap(_: random.Random, typed: Typed, __: Sex) -> Typed:
    return replace(typed, given=typed.family, family=typed.given) if typed.family else typed


def _plain(_: random.Random, typed: Typed, __: Sex) -> Typed:
    return replace(typed, given=without_accents(typed.given), family=without_accents(typed.family))


def _upper(_: random.Random, typed: Typed, __: Sex) -> Typed:
    return replace(typed, given=typed.given.upper(), family=typed.family.upper())


def _spaces(rng: random.Random, typed: Typed, _: Sex) -> Typed:
    if " " in typed.given:
        return replace(typed, given=typed.given.replace(" ", "  ", 1))
    return (
        replace(typed, given=typed.given + " ")
        if rng.random() < 0.5
        else replace(typed, family=" " + typed.family)
    )


CHANGES = {
    "abbreviation": _abbreviate,
    "typo_one_letter": _typo,
    "apostrophe_variant_or_missing": _apostrophe,
    "title_inside_name": _title,
    "family_and_first_swapped": _swap,
    "everything_in_one_field": _one_field,
    "no_accents": _plain,
    "all_uppercase": _upper,
    "extra_or_double_spaces": _spaces,
}
