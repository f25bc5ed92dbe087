from __future__ import annotations

import pytest

from fairapp.core.pdf_breaking import chop, wrap
from fairapp.core.pdf_fitting import Fit, clean, direction, fit, fit_names
from fairapp.core.pdf_measure import millimetres, missing, width

SIZES = (36.0, 24.0, 16.0, 12.0)
ARABIC, NKO, ADLAM = "محمد الأمين", "ߡߊ߬ߡߊߘߎ߬", "𞤃𞤢𞤥𞤢𞤣𞤵"


# -- measuring ------------------------------------------------------------------------------------


def test_bold_is_wider() -> None:
    assert width("Mamadou", bold=True) > width("Mamadou", bold=False) > 3


def test_arabic_is_measured_joined() -> None:
    """Joined letters are not as wide as the same letters apart."""
    apart = sum(width(letter, bold=False) for letter in "محمد")
    assert abs(width("محمد", bold=False) - apart) > 0.1


def test_marks_add_no_width() -> None:
    assert width("ߡߊ߬", bold=False) == width("ߡߊ", bold=False)


def test_letters_without_a_font_are_told() -> None:
    assert missing(f"M’Mah ŋ ɓ {ARABIC} {NKO} {ADLAM}") == ""
    assert missing("王伟 Diallo 王") == "王伟"


# -- reading --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Diallo", "ltr"),
        (ARABIC, "rtl"),
        (NKO, "rtl"),
        (ADLAM, "rtl"),
        ("12 محمد", "rtl"),
        ("", "ltr"),
    ],
)
def test_direction_is_that_of_the_first_letter(text: str, expected: str) -> None:
    assert direction(text) == expected


def test_clean_keeps_the_case_and_drops_what_deceives() -> None:
    assert clean("  M'Mah\t\n  de la  Paix ") == "M'Mah de la Paix"
    assert clean("Abdou\u202eevil\u2069\u0007") == "Abdouevil"
    assert clean("e\u0301") == "é"


# -- breaking -------------------------------------------------------------------------------------


def test_lines_are_even() -> None:
    lines = wrap("Corps diplomatique et partenaires techniques", 60, 12, 2, bold=True)
    assert lines == ("Corps diplomatique", "et partenaires techniques") or len(lines) == 2
    widths = [millimetres(line, 12, bold=True) for line in lines]
    assert max(widths) <= 60
    assert min(widths) > max(widths) / 2


def test_what_needs_more_lines_is_not_broken() -> None:
    assert wrap("Mamadou Saliou Diallo", 30, 20, 1, bold=True) == ()


def test_long_word_breaks_after_its_hyphen() -> None:
    assert wrap("Abdoulaye-Ibrahima", 40, 16, 2, bold=True) == ("Abdoulaye-", "Ibrahima")


def test_letter_and_its_marks_stay_together() -> None:
    lines = chop(NKO * 6, 20, 20, 9, bold=False)
    assert "".join(lines) == NKO * 6
    assert all(line[0] not in "\u07eb\u07ec\u07f3" for line in lines)


# -- fitting --------------------------------------------------------------------------------------


def test_short_text_takes_the_largest_size() -> None:
    assert fit("Bah", 80, SIZES, 1, bold=True) == Fit(36, ("Bah",))


def test_text_shrinks_until_it_fits() -> None:
    found = fit("Commissariat central de Matam", 80, SIZES, 1, bold=True)
    assert found == Fit(12, ("Commissariat central de Matam",))


def test_small_words_begin_the_next_line() -> None:
    found = fit("Organisations de femmes", 48, (16.0,), 2, bold=True)
    assert found.lines == ("Organisations", "de femmes")


def test_endless_word_is_cut_with_an_ellipsis() -> None:
    found = fit("W" * 400, 80, SIZES, 2, bold=True)
    assert found.shortened
    assert found.size == 12
    assert len(found.lines) == 2
    assert found.lines[-1].endswith("…")
    assert all(millimetres(line, 12, bold=True) <= 80 for line in found.lines)


def test_long_text_is_cut_between_words() -> None:
    text = "Avec la police nationale et la protection civile, " * 12
    shown = fit(text.strip(), 90, (6.5, 6.0), 2, bold=False)
    assert shown.shortened
    *whole, last = " ".join(shown.lines).removesuffix("…").split()
    assert set(whole) <= set(text.split())
    assert text.split()[len(whole)].startswith(last)


def test_nothing_takes_no_room() -> None:
    assert fit("", 80, SIZES, 2, bold=True).height == 0


def test_names_share_one_size() -> None:
    given, family = fit_names("Fatoumata Binta", "Diallo", 88, 40, SIZES)
    assert given.size == family.size
    assert given.height + family.height <= 40


def test_further_given_names_become_initials() -> None:
    given, family = fit_names("Mamadou Alpha Ibrahima Sory", "Diallo", 46, 11, (12.0,))
    assert given.shortened
    assert (given.lines, family.lines) == (("Mamadou Alpha I. S.",), ("Diallo",))


@pytest.mark.parametrize(
    "given", ["Mamadou " * 30, "W" * 300, f"{ARABIC} " * 20, f"{NKO} " * 20, f"{ADLAM} " * 20, ""]
)
@pytest.mark.parametrize("family", ["X" * 300, "Millimouno " * 30, ""])
def test_names_never_exceed_their_place(given: str, family: str) -> None:
    for height in (12.5, 25, 40):
        fits = fit_names(clean(given), clean(family), 63, height, (24.0, 18.0, 11.0))
        assert sum(part.height for part in fits) <= height
        for part, bold in zip(fits, (True, False), strict=True):
            assert all(millimetres(line, part.size, bold=bold) <= 63 for line in part.lines)
            assert part.shortened or not part.lines or "…" not in part.lines[-1]
