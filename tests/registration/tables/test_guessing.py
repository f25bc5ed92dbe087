"""What the columns of a table are, by their headers or by their looks."""

from __future__ import annotations

import pytest

from fairapp.registration.tables.guessing import guess
from fairapp.registration.tables.headers import Headers
from fairapp.registration.tables.reading import read_file, read_paste
from tests.registration.tables.files import workbook


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        (["N°", "NOM ET PRENOMS", "Sexe", "Contacts"], {1: "name", 2: "sex", 3: "phone"}),
        (["Nom", "Prénom", "Fonction"], {0: "family_name", 1: "given_names", 2: "position"}),
        (["Nom", "Tél.", "Tel 2"], {0: "name", 1: "phone", 2: "phone_2"}),
        (["Full name", "Gender", "Organization"], {0: "name", 1: "sex", 2: "organisation"}),
        (["الاسم الكامل", "الجنس", "الهاتف"], {0: "name", 1: "sex", 2: "phone"}),
        (["Prenoms", "Nom", "Telefone", "Prefectrue"], {0: "given_names", 1: "family_name",
                                                      2: "phone", 3: "place"}),
    ],
)  # fmt: skip
def test_columns_are_known_by_their_headers(header: list[str], fields: dict[int, str]) -> None:
    table = read_file(workbook(["Liste de la délégation"], header, ["1"] * len(header)))
    found = guess(table)
    assert (found.header, found.fields) == (1, fields)


def test_columns_without_headers_are_known_by_their_looks() -> None:
    found = guess(
        read_paste(
            "Mariama Diallo\tF\t631 12 34 56\t1990\tm@example.org\n"
            "Alpha Sow\tM\t632 12 34 56\tvers 1961\ta@example.org"
        )
    )
    assert found.header is None
    assert found.fields == {0: "name", 1: "sex", 2: "phone", 3: "birth", 4: "email"}


def test_a_fair_s_own_columns_are_known_beside_the_usual_ones() -> None:
    headers = Headers({"Avez-vous besoin d’un hébergement ?": "q_lit", "Nom": "q_nom"})
    table = read_paste("Nom;Délégation;Observations;Besoin d'un hebergement\nSow;ONG;;oui\n")
    assert guess(table, headers).fields == {0: "name", 1: "delegation", 2: "note"}
    table = read_paste("Nom;AVEZ VOUS BESOIN D’UN HEBERGEMENT\nSow;oui\n")
    assert guess(table, headers).fields == {0: "name", 1: "q_lit"}
