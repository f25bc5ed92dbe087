"""Names and other single lines as people type them: nothing is re-cased, corrected or re-ordered.

Only what cannot be printed goes: control characters, marks that turn the direction of a whole page,
pictures, and towers of accents. N'Fansoumane, M'Mah and el Hadj stay as they were written.
"""

from __future__ import annotations

import re
import unicodedata

# Joiners shape letters of Arabic, N'Ko and Adlam; other invisible characters only do harm.
_JOINERS = "\u200c\u200d"
_LOOSE_JOINER = re.compile("(?<!\\w)[\u200c\u200d]+|[\u200c\u200d]+(?!\\w)")
_VARIATION = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# Two marks on a letter occur (N'Ko, Vietnamese); the third one starts to cover the line above.
_MARKS_ON_A_LETTER = 2


def clean_line(text: str) -> str:
    """One line without control characters and without blanks around it or doubled inside it."""
    plain = unicodedata.normalize("NFC", text)
    printable = _LOOSE_JOINER.sub("", "".join(map(_printable, plain)))
    # A letter and a mark may have been parted by what is gone.
    joined = unicodedata.normalize("NFC", printable)
    return " ".join(_without_towers(joined).split())


def clean_name(text: str) -> str:
    """Like `clean_line`, and without pictures, which no badge can print."""
    pictureless = _VARIATION.sub("", text)
    return clean_line("".join(" " if _is_picture(c) else c for c in pictureless))


def clean_text(text: str) -> str:
    """Like `clean_line` for a few lines, which stay apart."""
    lines = (clean_line(line) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def has_letter(text: str) -> bool:
    """Whether anything in `text` can be read out."""
    return any(c.isalpha() for c in text)


def split_name(name: str) -> tuple[str, str]:
    """Given names and family name: what is in capitals is the family's, else the last word."""
    words = name.split()
    capitals = [word for word in words if word.isupper() and _letters(word) > 1]
    if capitals and len(capitals) < len(words):
        return " ".join(w for w in words if w not in capitals), " ".join(capitals)
    return (" ".join(words[:-1]), words[-1]) if len(words) > 1 else (name, "")


def _letters(word: str) -> int:
    return sum(char.isalpha() for char in word)


def _printable(char: str) -> str:
    if char in _JOINERS:
        return char
    category = unicodedata.category(char)
    if category in {"Cc", "Zl", "Zp"}:
        return " "
    return "" if category in {"Cf", "Cs", "Co", "Cn"} else char


def _is_picture(char: str) -> bool:
    # Sk holds the skin tones of emoji, but also accents that some keyboards leave beside a letter.
    return unicodedata.category(char) == "So" or "\U0001f3fb" <= char <= "\U0001f3ff"


def _without_towers(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= _MARKS_ON_A_LETTER:
            kept.append(char)
    return "".join(kept)
