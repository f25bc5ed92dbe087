"""Numbers in words, as the closing line of a list asks."""

from __future__ import annotations

from num2words import num2words  # type: ignore[import-untyped]


def in_words(number: int, language: str) -> str:
    """`352` as `trois cent cinquante-deux`; the language is fr, en or ar."""
    return str(num2words(number, lang=language)).strip()
