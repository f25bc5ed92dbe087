"""People registered twice, as tired hands type them: the rates of names.json `raw_input_noise`."""

from __future__ import annotations

import random
from dataclasses import replace

from fairapp.demo.handwriting import write_down
from fairapp.demo.shapes import Name
from fairapp.registration.duplicates.names import name_of
from fairapp.registration.duplicates.persons import Person

# How a second registration differs from the first besides, by share.
NO_PHONE, OTHER_PHONE, NO_EMAIL = 0.15, 0.25, 0.6
NO_ORGANISATION, NO_YEAR, OTHER_YEAR, NO_PLACE = 0.2, 0.2, 0.05, 0.1


def again(rng: random.Random, given: str, family: str, person: Person) -> Person:
    """`person` once more: the name in noise, this and that left out or said otherwise."""
    typed = write_down(rng, Name(given, family), "F" if person.sex == "F" else "M", True)
    copy = replace(person, name=name_of(typed.given, typed.family), birth_date=None)
    if rng.random() < NO_PHONE:
        copy = replace(copy, phones=frozenset())
    elif rng.random() < OTHER_PHONE:
        copy = replace(copy, phones=frozenset({f"+22463{rng.randrange(10**7):07d}"}))
    if rng.random() < NO_EMAIL:
        copy = replace(copy, email="")
    if rng.random() < NO_ORGANISATION:
        copy = replace(copy, organisation="")
    if copy.birth_year is not None and rng.random() < NO_YEAR:
        copy = replace(copy, birth_year=None)
    elif copy.birth_year is not None and rng.random() < OTHER_YEAR:
        copy = replace(copy, birth_year=copy.birth_year + rng.choice((-1, 1, 10)))
    if rng.random() < NO_PLACE:
        copy = replace(copy, place="")
    return copy
