"""The answers that the registration form offers, in the visitor's language."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from fairapp.core.i18n import DEFAULT, LANGUAGES, current_language
from fairapp.events.models import Admission, Category, Event
from fairapp.registration import places as known
from fairapp.registration.models import PhotoConsent, Registration, Relation, Sex
from fairapp.registration.rules import Terms
from fairapp.registration.signups.seats import SeatRow

Choices = list[tuple[str, str]]

OTHER = "other"
UNSAID = "unsaid"
# Forms of address as they are written on invitations, the same in every language.
_TITLES = (
    *("M.", "Mme", "Mlle", "El Hadj", "Hadja", "Dr", "Pr", "Me", "Honorable", "S.E.M."),
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


def categories(offered: Sequence[Category], terms: Terms | None = None) -> Choices:
    """Codes of the categories that may be chosen; with `terms`, what it means to choose each."""
    found = [(c.code, _marked(c, terms) if terms else str(c.name)) for c in offered]
    return [("", _("Please choose")), *found] if len(found) > 1 else found


def _marked(category: Category, terms: Terms) -> str:
    name = str(category.name)
    if ("category", category.id) in terms.full:
        name = _("%(name)s – full: waiting list", name=name)
    elif category.admission == Admission.MODERATED:
        name = _("%(name)s – confirmed by the organisers", name=name)
    return name


def days(event: Event, full: Collection[int] = ()) -> list[tuple[int, str]]:
    """The fair's days by number, and which of them are full."""
    labels = {day.number: str(format_date(day.date, "EEEE d MMMM")) for day in event.days}
    labels |= {n: _("%(name)s – full: waiting list", name=labels[n]) for n in full}
    return list(labels.items())


def full_days(event: Event, terms: Terms) -> list[int]:
    """Numbers of the days that have no room."""
    return [day.number for day in event.days if ("day", day.number) in terms.full]


def days_of(registration: Registration) -> str:
    """The days that somebody comes, in words."""
    return ", ".join(str(format_date(day.date, "EEE d MMM")) for day in registration.days)


def birth_of(registration: Registration) -> str:
    """What is known of it, in words; empty for nothing."""
    if registration.birth_date is not None:
        return str(format_date(registration.birth_date, "d MMMM yyyy"))
    if registration.birth_year is None:
        return ""
    year = str(registration.birth_year)
    return _("about %(year)s", year=year) if registration.birth_approximate else year


def sessions(event: Event, offered: Sequence[SeatRow]) -> Choices:
    """Sessions with limited seats: when, what, and whether there is a seat."""
    return [(row.code, _session(event, row)) for row in offered]


def _session(event: Event, row: SeatRow) -> str:
    starts = event.local(row.starts_at)
    when = f"{format_date(starts, 'EEE d', rebase=False)}, {starts:%H:%M}"
    if row.is_full:
        seats = _("full: waiting list")
    elif row.seats_left is None:
        return f"{when} · {row.title}"
    else:
        seats = ngettext("%(num)d seat left", "%(num)d seats left", row.seats_left)
    return f"{when} · {row.title} ({seats})"


def relations() -> Choices:
    """How somebody stands for another person."""
    return [
        (Relation.REPRESENTS, _("to represent this person")),
        (Relation.REPLACES, _("to replace this person, who is not coming")),
    ]


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
