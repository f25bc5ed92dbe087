"""Phone numbers as people write them: two in one field, "(WhatsApp)", a leading 0, Arabic digits.

A number is how to reach somebody, never who somebody is, and an odd one is never refused: what was
typed is kept beside what could be read from it, and `doubtful` asks for a second look.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberMatcher

from fairapp.core.folding import ascii_digits

REGION = "GN"
# Mobile numbers have nine digits and begin with 6; which second digits are given out changes over
# the years, so a new one is kept and marked, not thrown away.
_GUINEAN_MOBILE = re.compile(r"(?:00)?(?:224)?0?(6\d{8})")
_TWO_MOBILES = re.compile(_GUINEAN_MOBILE.pattern * 2)
_ZERO = re.compile(r"(?<![^\W\d_])[oO](?=\d)|(?<=\d)[oO](?![^\W\d_])")
_TRUNK = re.compile(r"\(\s*[0oO]\s*\)")
_SEPARATOR = re.compile(r"[/,;|\n]|\b(?:ou|et|or|and)\b|\s-\s", re.IGNORECASE)
# Fewer leftover digits than this are an extension or a remark, not half a number.
_LEFTOVER = 5


@dataclass(frozen=True, slots=True)
class Phones:
    """What a phone field holds. `numbers` are E.164, in the order typed; `doubtful` when some of it
    could not be read as a number that is in use."""

    raw: str
    numbers: tuple[str, ...] = ()
    doubtful: bool = False

    @property
    def first(self) -> str:
        """The number to call, empty when there is none."""
        return self.numbers[0] if self.numbers else ""

    @property
    def second(self) -> str:
        """The other number, empty when there is none."""
        return self.numbers[1] if len(self.numbers) > 1 else ""

    @property
    def display(self) -> str:
        """The numbers in groups as people read them; what was typed when none could be read."""
        return " / ".join(display(number) for number in self.numbers) or self.raw


NO_PHONES = Phones("")


def read(text: str) -> Phones:
    """The numbers in `text`. Nothing typed is no number and no doubt."""
    raw = text.strip()
    if not raw:
        return NO_PHONES
    numbers: list[str] = []
    doubtful = False
    for number, between in _pieces(_plain(raw)):
        found = [number] if number else _salvaged(between)
        numbers += found
        doubtful |= not all(map(_is_in_use, found)) or (not found and len(between) >= _LEFTOVER)
    return Phones(raw, tuple(dict.fromkeys(numbers)), doubtful or not numbers)


def display(number: str) -> str:
    """An E.164 number in groups: national for Guinea, with its country code for the others."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    if parsed.country_code == phonenumbers.country_code_for_region(REGION):
        return phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL)
    return phonenumbers.format_number(parsed, PhoneNumberFormat.INTERNATIONAL)


def tail(number: str, length: int = 3) -> str:
    """The last digits, enough to tell homonyms apart at the desk and no more."""
    return number[-length:] if number else ""


def _plain(raw: str) -> str:
    text = ascii_digits(unicodedata.normalize("NFKC", raw))
    # Invisible marks of direction come with numbers copied from right-to-left text.
    text = "".join(c for c in text if unicodedata.category(c) != "Cf")
    return _ZERO.sub("0", _TRUNK.sub("", text))


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """In the order typed: numbers that are in use, and the digits of what stands between them."""
    end = 0
    for match in PhoneNumberMatcher(text, REGION):
        yield from _digits_between(text[end : match.start])
        yield _e164(match.number), ""
        end = match.end
    yield from _digits_between(text[end:])


def _digits_between(text: str) -> Iterator[tuple[str, str]]:
    for piece in _SEPARATOR.split(text):
        yield "", re.sub(r"\D", "", piece)


def _salvaged(digits: str) -> list[str]:
    """Numbers behind digits that the matcher passed over: with a 0 in front (there is no trunk 0 in
    Guinea; people write one all the same), or two numbers with nothing but a blank between them."""
    found = _TWO_MOBILES.fullmatch(digits) or _GUINEAN_MOBILE.fullmatch(digits)
    if found is None:
        return []
    return [_e164(phonenumbers.parse(number, REGION)) for number in found.groups()]


def _is_in_use(number: str) -> bool:
    return phonenumbers.is_valid_number(phonenumbers.parse(number))


def _e164(number: PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)
