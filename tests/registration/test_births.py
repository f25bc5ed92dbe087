"""Birth as people write it."""

from datetime import date

import pytest

from fairapp.core.errors import DomainError
from fairapp.registration import births
from fairapp.registration.births import Birth

FAIR = date(2026, 12, 2)


@pytest.mark.parametrize(
    ("text", "birth"),
    [
        ("", Birth()),
        ("  ", Birth()),
        ("1990", Birth(1990)),
        ("١٩٩٠", Birth(1990)),
        ("né en 1985", Birth(1985)),
        ("vers 1961", Birth(1961, approximate=True)),
        ("né(e) vers l'an 1961", Birth(1961, approximate=True)),
        ("about 1961", Birth(1961, approximate=True)),
        ("~1961", Birth(1961, approximate=True)),
        ("نحو 1961", Birth(1961, approximate=True)),
        ("12/03/1990", Birth(1990, date(1990, 3, 12))),
        ("12.3.1990", Birth(1990, date(1990, 3, 12))),
        ("12-03-90", Birth(1990, date(1990, 3, 12))),
        ("12 03 07", Birth(2007, date(2007, 3, 12))),
        ("1990-03-12", Birth(1990, date(1990, 3, 12))),
        ("né vers 1961", Birth(1961, approximate=True)),
        ("née le 12 mars 1990", Birth(1990, date(1990, 3, 12))),
        ("1er août 1985", Birth(1985, date(1985, 8, 1))),
        ("15 مارس 1990", Birth(1990, date(1990, 3, 15))),
        ("mars 1990", Birth(1990)),
        ("35 ans", Birth(1991, approximate=True)),
    ],
)
def test_a_birth_is_read(text: str, birth: Birth) -> None:
    assert births.read(text, first_day=FAIR) == birth


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("hier", "birth_unreadable"), ("31/02/1990", "birth_unreadable")),
        *(("03/25/1990", "birth_unreadable"), ("90", "birth_unreadable")),
        *(("1890", "birth_impossible"), ("2027", "birth_impossible")),
        *(("31 février 1990", "birth_unreadable"), ("vers 61", "birth_unreadable")),
        *(("9999999999", "birth_unreadable"), ("12/03/3000", "birth_impossible")),
    ],
)
def test_what_cannot_be_a_birth_is_refused_at_its_field(text: str, code: str) -> None:
    with pytest.raises(DomainError) as refusal:
        births.read(text, first_day=FAIR)
    assert (refusal.value.code, refusal.value.field) == (code, "birth")


@pytest.mark.parametrize(
    "birth", [Birth(), Birth(1990), Birth(1961, approximate=True), Birth(1990, date(1990, 3, 12))]
)
def test_a_birth_is_written_so_that_it_reads_the_same(birth: Birth) -> None:
    assert births.read(str(birth), first_day=FAIR) == birth
