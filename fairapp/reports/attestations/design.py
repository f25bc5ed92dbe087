"""What an organiser decides about a fair's attestations: plain values, saved or not yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from fairapp.core.i18n import LocalizedText

MOST_SIGNATORIES = 3
DAYS_NEEDED = 2

# Content, not words of the interface: it is what an organiser finds in the fields and may change.
TITLE = LocalizedText(
    fr="Attestation de participation",
    en="Certificate of participation",
    ar="شهادة مشاركة",
)
OPENING = LocalizedText(
    fr="L’organisateur atteste que",
    en="This is to certify that",
    ar="تشهد الجهة المنظِّمة بمشاركة",
)
BODY = LocalizedText(
    fr="a pris part à l’événement « {event} » ({place}, {dates}).\n"
    "Jours de présence constatés : {days}.",
    en="took part in “{event}” ({place}, {dates}).\nDays of presence recorded: {days}.",
    ar="في «{event}» ({place}، {dates}).\nأيام الحضور المسجَّلة: {days}.",
)


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs, and as what."""

    name: str = ""
    function: LocalizedText = field(default_factory=LocalizedText)

    def __bool__(self) -> bool:
        return bool(self.name or self.function)


@dataclass(frozen=True, slots=True)
class Design:
    """The settings of a fair's attestations; as they are here when nobody has changed them.

    `days_needed` is capped by the days of the fair when it is applied. `logos` are ids of stored
    files. In `body` {event}, {place}, {dates}, {days} and {count} stand for what they say.
    """

    days_needed: int = DAYS_NEEDED
    title: LocalizedText = TITLE
    opening: LocalizedText = OPENING
    body: LocalizedText = BODY
    signatories: tuple[Signatory, ...] = ()
    logos: tuple[int, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Fit for JSON."""
        texts = {name: getattr(self, name).as_dict() for name in _TEXTS}
        signed = [
            {"name": one.name, "function": one.function.as_dict()} for one in self.signatories
        ]
        return {**asdict(self), **texts, "signatories": signed}


_TEXTS = ("title", "opening", "body")


def from_dict(values: Mapping[str, Any]) -> Design:
    """The other way; names that another version wrote are passed over."""
    known = {f.name for f in fields(Design)}
    given: dict[str, Any] = {name: value for name, value in values.items() if name in known}
    given |= {name: LocalizedText(**given[name]) for name in _TEXTS if name in given}
    given["logos"] = tuple(given.get("logos", ()))
    given["signatories"] = tuple(
        Signatory(one["name"], LocalizedText(**one["function"]))
        for one in given.get("signatories", ())
    )
    return Design(**given)
