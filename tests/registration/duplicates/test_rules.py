"""How likely two registrations are one person's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairapp.registration.duplicates.names import name_of
from fairapp.registration.duplicates.persons import Person, Population, organisation_fact
from fairapp.registration.duplicates.rules import PROBABLE, likeness
from fairapp.registration.search import fold

PHONE, OTHER = "+224631000001", "+224631000002"
# A fair of the demonstration's size, and how many bear its commonest names.
FAIR = Population(
    490,
    {
        **{"mamadou": 55, "diallo": 50, "mariama": 20, "fatoumata": 40, "camara": 40, "barry": 30},
        **{"keita": 15, "koita": 6, organisation_fact("Police nationale"): 60},
    },
)


def person(name: str, phone: str = "", organisation: str = "", **values: Any) -> Person:
    phones = frozenset(phone.split())
    return Person(name_of(name), phones, organisation=fold(organisation), **values)


SAME = [
    (person("M'Mah Camara", PHONE), person("MMah Camara", PHONE)),
    (person("M'Mah Camara", PHONE), person("M Mah CAMARA", PHONE)),
    (person("Mamadou Diallo", PHONE), person("Mdou Diallo", PHONE)),
    (person("Mamadou Diallo", PHONE), person("M/dou DIALLO", PHONE)),
    (person("Mamadou Diallo", PHONE), person("Diallo Mamadou", f"{OTHER} {PHONE}")),
    (person("Mamadou Diallo", PHONE), person("El Hadj Mamadou Diallo", PHONE)),
    (person("Abdoulaye Sylla", PHONE), person("Abdoulaye Bountouraby Sylla", PHONE)),
    (person("Mariama Diallo", PHONE), person("Mme Camara née Diallo Mariama", PHONE)),
    (person("Mamadou Diallo", PHONE), person("Mamadou Dialllo", PHONE)),
    (
        person("Mamadou Diallo", PHONE, "ONG Paix", birth_year=1980, place="Ratoma"),
        person("Diallo Mamadou", OTHER, "ONG Paix", birth_year=1980, place="Ratoma"),
    ),
    (
        person("Mariama Diallo", email="m.d@example.org"),
        person("Mariama DIALLO", email="m.d@example.org"),
    ),
    (person("Fassou Zogbelemou", birth_year=1990), person("Zoglelemou Fassou", birth_year=1990)),
    (
        person("M. Kourouma", PHONE, birth_year=1970),
        person("Mory Kourouma", PHONE, birth_year=1970),
    ),
]
DIFFERENT = [
    # A name is never an identifier.
    (person("Mamadou Diallo"), person("Mamadou Diallo")),
    (person("Mamadou Diallo", sex="M"), person("Mamadou Diallo", sex="M", place="Ratoma")),
    (
        person("Mamadou Diallo", PHONE, "ONG Paix", birth_year=1980, place="Ratoma"),
        person("Mamadou Diallo", OTHER, "Police nationale", birth_year=1980, place="Ratoma"),
    ),
    (
        person("Fassou Zogbelemou", PHONE, "ONG Paix", birth_year=1980, place="Yomou"),
        person("Fassou Zogbelemou", OTHER, "Police nationale", birth_year=1980, place="Yomou"),
    ),
    # A family's phone.
    (person("Mariama Diallo", PHONE), person("Fatoumata Diallo", PHONE)),
    (person("Mariama Diallo", PHONE), person("Ibrahima Barry", PHONE)),
    (
        person("Mariama Ciré Diallo", PHONE, "ONG Paix", place="Ratoma"),
        person("Mariama Dalanda Diallo", PHONE, "ONG Paix", place="Ratoma"),
    ),
    # Names that differ by a letter and are two.
    (person("Mamadou Diallo", PHONE), person("Amadou Diallo", PHONE)),
    (person("Fanta Keita", PHONE), person("Fanta Koita", PHONE)),
    # Father and son.
    (
        person("Mamadou Diallo", PHONE, birth_year=1950),
        person("Mamadou Diallo", PHONE, birth_year=1985, sex="F"),
    ),
    (person(""), person("")),
    (person("", PHONE), person("", PHONE)),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_probably_one_person(one: Person, other: Person) -> None:
    assert likeness(one, other, FAIR).score >= PROBABLE


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_probably_two(one: Person, other: Person) -> None:
    assert likeness(one, other, FAIR).score < PROBABLE


def test_the_number_that_a_whole_list_gives_says_little() -> None:
    one, other = person("Mariama Diallo", PHONE), person("Mariama Diallo", PHONE)
    crowd = replace(FAIR, counts={**FAIR.counts, PHONE: 40})

    alone, listed = likeness(one, other, FAIR).score, likeness(one, other, crowd).score
    assert alone > 0.9
    assert listed < alone


def test_a_rare_name_says_more_than_a_common_one() -> None:
    common = person("Mamadou Diallo", organisation="Police nationale")
    rare = person("Fassou Zogbelemou", organisation="Police nationale")

    assert likeness(rare, rare, FAIR).score > 10 * likeness(common, common, FAIR).score


def test_what_speaks_for_and_against() -> None:
    one = person("Mamadou Diallo", PHONE, "ONG Paix", birth_year=1980, sex="M", place="Ratoma")
    other = person("Mdou DIALLO", PHONE, "Police nationale", birth_year=1970, place="Ratoma")

    found = likeness(one, other, FAIR)
    assert found.why == ("name_spelling", "phone", "place")
    assert found.against == ("other_organisation", "other_year")


WORDS = st.sampled_from(
    [
        *("Mamadou", "Mdou", "Amadou", "Diallo", "DIALLO", "Barry", "Bary", "Ciré", "M'Mah"),
        *("Mmah", "M.", "A", "Dr", "El-Hadj", "née", "محمد", "ߡߊ߬"),
    ]
)
NAMES = st.lists(WORDS, min_size=1, max_size=5)
PEOPLE = st.builds(
    lambda words, phones, organisation, year, sex, place: Person(
        name_of(" ".join(words)), phones, "", organisation, year, sex=sex, place=place
    ),
    NAMES,
    st.frozensets(st.sampled_from([PHONE, OTHER]), max_size=2),
    st.sampled_from(["", "ong paix", "police nationale"]),
    st.sampled_from([None, 1980, 1981, 1999]),
    st.sampled_from([None, "F", "M"]),
    st.sampled_from(["", "Ratoma", "Matoto"]),
)


@given(PEOPLE, PEOPLE)
def test_likeness_is_symmetric_and_a_share(one: Person, other: Person) -> None:
    there, back = likeness(one, other, FAIR), likeness(other, one, FAIR)

    assert there == back
    assert 0 <= there.score <= 1


@given(PEOPLE, NAMES.flatmap(lambda words: st.tuples(st.just(words), st.permutations(words))))
def test_the_order_of_a_name_does_not_matter(
    other: Person, names: tuple[list[str], list[str]]
) -> None:
    here, there = (replace(other, name=name_of(" ".join(words))) for words in names)

    assert likeness(here, other, FAIR).score == pytest.approx(likeness(there, other, FAIR).score)


@given(PEOPLE.filter(lambda p: p.phones and p.birth_year and len(p.name.words) > 1))
def test_whoever_says_all_the_same_is_the_same(one: Person) -> None:
    assert likeness(one, one, FAIR).score == pytest.approx(1, abs=0.02)
    assert not likeness(one, one, FAIR).against
