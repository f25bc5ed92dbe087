"""What may be typed to find one and the same person, and how it is folded."""

from dataclasses import dataclass, replace

import pytest

from fairapp.registration import search


@dataclass(frozen=True)
class Someone:
    honorific: str = ""
    given_names: str = ""
    family_name: str = ""
    name_other_script: str = ""
    name_raw: str = ""
    precision: str = ""
    birth_year: int | None = None
    phone_raw: str = ""
    phone: str = ""
    phone_2: str = ""
    email: str = ""
    organisation: str = ""
    position: str = ""
    locality: str = ""
    reference: str = "K7M4Q3"


MMAH = Someone(
    honorific="El Hadj",
    given_names="M'Mah  Aïssata",
    family_name="Bâ",
    name_other_script="مَحَمَّد با",
    precision="Piscine",
    birth_year=1961,
    phone_raw="632 12 34 56 / 634 98 76 54",
    phone="+224632123456",
    phone_2="+224634987654",
    email="mmah.ba.01@example.org",
    organisation="Association « Œuvre » d’Entraide/Jeunesse",
    position="Chargée de mission",
    locality="Nzérékoré",
)
TEXT = search.search_text(MMAH, delegation="Délégation de Labé")


@pytest.mark.parametrize(
    "query",
    [
        *("M'Mah", "m’mah", "MMAH", "mah", "Bâ M'Mah", "mmah ba", "ba  aissata", "AÏSSATA bâ"),
        *("Aïssatou Bah", "Mme M'Mah Bah", "el hadj ba", "Elhadj", "elhadji bah", "piscine"),
        *("34 56", "123456", "12-34-56", "632 12", "0632123456", "+224 632", "00224632123456"),
        *("٣٤ ٥٦", "98 76", "k7m-4q3", "K7M 4Q3", "4q3", "1961 ba", "nzere", "NZÉRÉKORÉ"),
        *("oeuvre entraide", "Œuvre", "d'entraide", "jeunesse", "labé", "chargee mission"),
        *("mmah.ba.01@example.org", "example.org", "محمد", "مُحمد", "مـحمد"),
    ],
)
def test_a_fragment_finds_the_person(query: str) -> None:
    assert search.matches(TEXT, query)


@pytest.mark.parametrize(
    "query",
    ["diallo", "mmah diallo", "1962 ba", "34 57", "%", "_", "", "  ", "\0", "ba_aissata"],
)
def test_what_is_not_there_finds_nobody(query: str) -> None:
    assert not search.matches(TEXT, query)


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        *(("Mamadou", "Mdou"), ("Mamadou", "M/dou"), ("Mdou", "Mamadou"), ("M/dou", "mamadou")),
        *(("Fatoumata", "F/mata"), ("F/mata", "Fatoumata"), ("Fatou", "Fatoumata")),
        *(("Keïta", "Kéita"), ("Keita", "Keïta"), ("Bah", "Bâ"), ("Bâ", "Bah"), ("Ba", "Bah")),
        *(("Thierno", "Th."), ("Th.", "Thierno"), ("Th.Souleymane", "Thierno Souleymane")),
        *(("Sacko", "Sako"), ("Sakho", "sako"), ("Millimouno", "Millimono")),
        *(("Doumbia", "Doumbouya"), ("Kamara", "Camara"), ("N'Fansoumane", "Nfansoumane")),
        *(("Jean-Paul", "jean paul"), ("Jean Paul", "jean-paul"), ("Ɓoobo Ŋaari", "boobo naari")),
        *(("ߞߊ߬ߣߊ߲߫", "ߞߊߣߊ"), ("𞤀𞤣𞤢𞤥𞤢", "𞤢𞤣𞤢𞤥𞤢"), ("أحمد", "احمد"), ("فاطمة", "فاطمه")),
    ],
)
def test_spellings_and_abbreviations_are_one_name(stored: str, typed: str) -> None:
    someone = Someone(given_names=stored, family_name="Sylla")
    assert search.matches(search.search_text(someone), typed)
    assert not search.matches(search.search_text(Someone(given_names="Oury")), typed)


def test_a_name_in_another_column_is_the_same_name() -> None:
    one = search.search_text(Someone(given_names="Barry", family_name="Mamadou Saliou"))
    assert search.matches(one, "mamadou barry saliou")


def test_a_raw_number_without_a_readable_one_is_found_by_its_digits() -> None:
    odd = Someone(family_name="Sow", phone_raw="64 12 34 56")
    assert search.matches(search.search_text(odd), "123456")


def test_the_text_is_laid_out_name_first_between_blanks() -> None:
    someone = Someone(given_names="Mdou", family_name="SOW", organisation="Sow | Frères")
    assert search.search_text(someone) == " sow mdou mamadou | k7m4q3 sow freres "
    assert search.search_text(replace(someone, organisation="")).count("|") == 1


def test_a_long_query_is_cut_to_what_a_person_types() -> None:
    assert len(search.tokens("a b c d e f g h i j k l m n")) == search.MAX_TOKENS
    assert sum(len(t.spellings[0]) for t in search.tokens("x" * 10_000)) == search.MAX_QUERY
