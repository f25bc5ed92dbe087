"""Names as typed: what stays, what cannot be printed."""

import pytest

from fairapp.registration.names import clean_line, clean_name, clean_text, has_letter


@pytest.mark.parametrize(
    "name",
    [
        *("M'Mah", "N’Fansoumane", "el Hadj", "DIALLO", "de la Cruz", "Jean-Paul", "Dr. O'Neil"),
        *("مَحَمَّد", "ߞߊ߬ߣߊ߲߫", "𞤀𞤣𞤢𞤥𞤢", "Ɓoobo", "<b>Sow</b>", "می\u200cخواهم"),
    ],
)
def test_a_name_stays_as_it_was_written(name: str) -> None:
    assert clean_name(name) == name


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Fatou \t Binta\n", "Fatou Binta"),
        ("Fa\0tou\x1b[31m", "Fa tou [31m"),
        ("\u202eoллаiD\u202c Sow\u2066", "oллаiD Sow"),
        ("Fatou ❤️ 👩🏾\u200d🌾 Sow", "Fatou Sow"),
        ("🎉", ""),
        ("Sow\u200d", "Sow"),
        ("Z" + "\u0335" * 50 + "oé", "Z\u0335\u0335oé"),
        ("e\u0301", "é"),
        ("\ud800Sow\uffff\ue000", "Sow"),
    ],
)
def test_what_cannot_be_printed_goes(typed: str, kept: str) -> None:
    assert clean_name(typed) == kept


def test_a_line_keeps_its_pictures_and_loses_its_breaks() -> None:
    assert clean_line(" ONG ☀\r\nSoleil\u2028") == "ONG ☀ Soleil"


def test_a_text_keeps_its_lines() -> None:
    assert clean_text(" une canne \r\n\r\n\0 une place  devant\n") == "une canne\nune place devant"


def test_a_name_needs_something_to_read_out() -> None:
    assert has_letter("M'") and has_letter("محمد")
    assert not has_letter("") and not has_letter("... 123 ☀")
