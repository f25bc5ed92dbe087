"""Text messages: what one costs to send (GSM 03.38), and sending it through apprise.

`SMS_URL` is an apprise address with the person's number as `{phone}`, so that any operator that
apprise knows will do, WhatsApp's among them: `twilio://SID:TOKEN@FROM/{phone}`,
`africas_talking://USER@KEY/{phone}`, `jsons://gateway.example.org/send?:to={phone}`.
"""

from __future__ import annotations

import logging
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote

from flask import current_app

from fairapp.core.messages import Unreachable

# One septet each, and the characters behind an escape, which take two.
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")
_SINGLE, _JOINED = 160, 153
_SINGLE_UCS2, _JOINED_UCS2 = 70, 67
# What operators' alphabet has no letter for, written as people do on a phone.
_PLAIN = str.maketrans(
    {
        **{"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "«": '"', "»": '"', "…": "..."},
        **{"–": "-", "—": "-", "\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " "},
        **{"œ": "oe", "Œ": "OE", "ɓ": "b", "ɗ": "d", "ƴ": "y", "ŋ": "n", "ɲ": "n"},
    }
)


class Undeliverable(Exception):
    """What will never be sent: the address of the service, or the number, is none."""


@dataclass(frozen=True, slots=True)
class Size:
    """What a text costs: `units` septets (or 16-bit units of UCS-2) in `parts` messages."""

    units: int
    parts: int
    is_gsm: bool


def plain(text: str) -> str:
    """`text` in the operators' alphabet when that can write it (« ça va » becomes « ca va »: one
    ç, ê or ’ doubles the price); unchanged when it cannot, as Arabic."""
    simple = "".join(map(_simple, text.translate(_PLAIN)))
    return simple if _is_gsm(simple) else text


def size(text: str) -> Size:
    """How many messages `text` is."""
    if not _is_gsm(text):
        widths = [2 if ord(char) > 0xFFFF else 1 for char in text]
        return Size(sum(widths), _parts(widths, _SINGLE_UCS2, _JOINED_UCS2), is_gsm=False)
    widths = [2 if char in _EXTENDED else 1 for char in text]
    return Size(sum(widths), _parts(widths, _SINGLE, _JOINED), is_gsm=True)


def send(recipient: str, text: str) -> None:
    """Hand `text` to the operator. Unreachable when there is no way to it, another OSError when it
    may work later, Undeliverable when never."""
    # Its hundred services take a moment to load, which a web process never needs.
    from apprise import Apprise

    address = str(current_app.config["SMS_URL"]).replace("{phone}", quote(recipient, safe=""))
    with _what_it_says() as said:
        service = Apprise.instantiate(address)
        if service is None:
            # The address holds a password: it is not repeated.
            raise Undeliverable(f"SMS_URL is no address for {recipient}")
        if not service.notify(body=text, title=""):
            # In these words each of its services says that nobody answered.
            away = any("connection error" in line.lower() for line in said)
            raise (Unreachable if away else OSError)(" ".join(said) or "not accepted")


def _simple(char: str) -> str:
    if char in _BASIC or char in _EXTENDED:
        return char
    base = unicodedata.normalize("NFD", char)[0]
    return base if base in _BASIC else char


def _is_gsm(text: str) -> bool:
    return all(char in _BASIC or char in _EXTENDED for char in text)


def _parts(widths: list[int], single: int, joined: int) -> int:
    """Neither an escape nor a surrogate pair is torn apart between two messages."""
    if sum(widths) <= single:
        return 1
    parts, filled = 1, 0
    for width in widths:
        if filled + width > joined:
            parts, filled = parts + 1, 0
        filled += width
    return parts


class _Said(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        # Two workers send at once; each hears only what is about its own message.
        if record.thread == self._thread:
            self.lines.append(record.getMessage())


@contextmanager
def _what_it_says() -> Iterator[list[str]]:
    # apprise answers True or False; why it failed is only in its log.
    logger, said = logging.getLogger("apprise"), _Said()
    logger.addHandler(said)
    try:
        yield said.lines
    finally:
        logger.removeHandler(said)
