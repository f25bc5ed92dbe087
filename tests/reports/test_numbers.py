from __future__ import annotations

import pytest

from fairapp.reports.numbers import in_words


@pytest.mark.parametrize(
    ("number", "language", "words"),
    [
        (0, "fr", "zéro"),
        (80, "fr", "quatre-vingts"),
        (352, "fr", "trois cent cinquante-deux"),
        (400, "fr", "quatre cents"),
        (1001, "fr", "mille un"),
        (352, "en", "three hundred and fifty-two"),
        (100, "ar", "مائة"),
    ],
)
def test_in_words(number: int, language: str, words: str) -> None:
    assert in_words(number, language) == words
