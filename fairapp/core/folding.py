"""Words as they are compared: blind to accents, case, apostrophes and the script of digits."""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = "'’‘ʼʻ`´ʹ′ـ"
# Letters that Unicode does not take apart: ligatures, and the hooked letters of Pular and Maninka.
_LETTERS = str.maketrans(
    {
        "œ": "oe",
        "æ": "ae",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ı": "i",
        "ɓ": "b",
        "ɗ": "d",
        "ƴ": "y",
        "ŋ": "n",
        "ɲ": "n",
        "ɛ": "e",
        "ɔ": "o",
        "ة": "ه",
        "ى": "ي",
        **dict.fromkeys(_APOSTROPHES),
    }
)
# F/mata, M/dou: one letter, a stroke, the end of the name.
_STROKE = re.compile(r"\b([^\W\d_])/(?=[^\W\d_])")
_NOT_WORD = re.compile(r"[^\w@+]+")


def fold(text: str) -> str:
    """Lower case in one spacing, without marks, apostrophes or stops; digits as 0 to 9.

    Letters of every script stay: Arabic without vowel signs, N'Ko without tones.
    """
    plain = unicodedata.normalize("NFKD", text.casefold()).casefold()
    kept = "".join(c for c in plain if unicodedata.category(c) not in {"Mn", "Cf"})
    kept = _STROKE.sub(r"\1", ascii_digits(kept).translate(_LETTERS))
    return " ".join(_NOT_WORD.sub(" ", kept).split())


def ascii_digits(text: str) -> str:
    """`text` with the digits of every script (Arabic, N'Ko, Adlam …) as 0 to 9."""
    return "".join(c if c.isascii() else str(unicodedata.decimal(c, c)) for c in text)
