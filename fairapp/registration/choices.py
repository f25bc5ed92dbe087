"""The answers that the registration form offers, in the visitor's language."""

from __future__ import annotations

from flask_babel import format_date
from flask_babel import gettext as _

from fairapp.core.i18n import DEFAULT, LANGUAGES, current_language
from fairapp.events.models import Event
from fairapp.registration import places as known
from fairapp.registration.models import PhotoConsent, Sex

Choices = list[tuple[str, str]]

OTHER = "other"
UNSAID = "unsaid"
# Forms of address as they are written on invitations, the same in every language.
_TITLES = (
    *("M.", "Mme", "Mlle", "El Hadj", "Hadja", "Dr", "Pr", "Me", "Honorable"),
    *("Commissaire", "Commandant", "Capitaine", "Imam", "Abbé"),
)
# By their own names: whoever prefers to listen to one recognises it.
_TONGUES = {
    **LANGUAGES,
    "ff": "Pular",
    "man": "Maninkakan",
    "sus": "Sosoxui",
    "kpe": "Kpɛlɛɛ (guerzé)",
    "kqs": "Kissi",
    "tod": "Lomagui (toma)",
}
_FIRST, _AGAIN = "first", "again"


def sexes() -> Choices:
    """Woman, man, or left open."""
    return [(Sex.FEMALE, _("Woman")), (Sex.MALE, _("Man")), (UNSAID, _("I prefer not to say"))]


def sex_of(answer: str) -> str | None:
    """What is stored for an answer."""
    return None if answer == UNSAID else answer


def places() -> dict[str, Choices]:
    """Communes and prefectures by region, Conakry first, then abroad."""
    grouped: dict[str, Choices] = {"": [("", _("Commune or prefecture"))]}
    for region in known.REGIONS:
        label = region if region == "Conakry" else _("Region of %(name)s", name=region)
        grouped[label] = [(place.code, place.name) for place in known.places_of(region)]
    grouped[_("Abroad")] = [(known.ABROAD, _("Outside Guinea"))]
    return grouped


def honorifics() -> Choices:
    """None, the usual ones, and one of one's own."""
    return [
        ("", _("No title")),
        *((title, title) for title in _TITLES),
        (OTHER, _("Another one …")),
    ]


def is_usual(honorific: str) -> bool:
    """Whether the select offers it."""
    return not honorific or honorific in _TITLES


def languages() -> Choices:
    """Languages of the fair, by their own names."""
    return list(_TONGUES.items())


def language_now() -> str:
    """The language of the page, as the first guess."""
    language = current_language()
    return language if language in _TONGUES else DEFAULT


def days(event: Event) -> list[tuple[int, str]]:
    """The fair's days by number."""
    return [(day.number, str(format_date(day.date, "EEEE d MMMM"))) for day in event.days]


def first_time() -> Choices:
    """New here, or not."""
    return [(_FIRST, _("No, this is my first time")), (_AGAIN, _("Yes, I have been before"))]


def first_time_of(answer: str | None) -> bool | None:
    """What is stored for an answer."""
    return None if answer not in {_FIRST, _AGAIN} else answer == _FIRST


def first_time_answer(first: bool | None) -> str | None:
    """The answer behind what is stored."""
    return None if first is None else (_FIRST if first else _AGAIN)


def photo_consents() -> Choices:
    """Three states; no answer counts as no."""
    return [
        (PhotoConsent.YES, _("Yes")),
        (PhotoConsent.INTERNAL, _("Yes, but not for publication")),
        (PhotoConsent.NO, _("No, please do not")),
    ]
