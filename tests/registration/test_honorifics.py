"""Titles in front of a name: told apart, kept as they were written."""

import pytest

from fairapp.registration.honorifics import join, split


@pytest.mark.parametrize(
    ("typed", "title", "name"),
    [
        ("El Hadj Mamadou Diallo", "El Hadj", "Mamadou Diallo"),
        ("EL-HADJ MAMADOU DIALLO", "EL-HADJ", "MAMADOU DIALLO"),
        ("elhadj mamadou", "elhadj", "mamadou"),
        ("Hadja Fanta Camara", "Hadja", "Fanta Camara"),
        ("Dr Mariama Sow", "Dr", "Mariama Sow"),
        ("Dr. El Hadj Oumar Bah", "Dr. El Hadj", "Oumar Bah"),
        ("S.E.M. Alpha Bah", "S.E.M.", "Alpha Bah"),
        ("S. E. M. Alpha Bah", "S. E. M.", "Alpha Bah"),
        ("S.E.Mme Aminata Sow", "S.E.Mme", "Aminata Sow"),
        ("SEM Alpha Bah", "SEM", "Alpha Bah"),
        ("Son Excellence Madame Aminata Sow", "Son Excellence Madame", "Aminata Sow"),
        ("Mme Diallo née Barry", "Mme", "Diallo née Barry"),
        ("M. Bah", "M.", "Bah"),
        ("Contrôleur général Sékou Condé", "Contrôleur général", "Sékou Condé"),
        ("الحاج محمد با", "الحاج", "محمد با"),
        ("د. مريم با", "د.", "مريم با"),
    ],
)
def test_titles_are_told_apart_from_the_name(typed: str, title: str, name: str) -> None:
    assert split(typed) == (title, name)


@pytest.mark.parametrize(
    "name",
    [
        *("Hadja", "Dr", "El Hadj", "Me", "Imam"),  # all that somebody gave
        *("Emma Bah", "Mehdi Sow", "Hadjara Bah", "Dramé", "Prisca", "Sem Bah", "Seydou"),
        *("M'Mah Camara", "M Bah", "Doyenneté", "Hadja-Fanta", "", "Thierno Bah", "Cheick Sow"),
    ],
)
def test_what_is_a_name_stays_one(name: str) -> None:
    assert split(name) == ("", name)


def test_titles_are_joined_each_once() -> None:
    assert join("Dr", "El Hadj") == "Dr El Hadj"
    assert join("Dr", "dr.") == "Dr"
    assert join("", "Dr") == join("Dr", "") == "Dr"
    assert join("Commissaire divisionnaire", "Contrôleur général") == "Commissaire divisionnaire"
