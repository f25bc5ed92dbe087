"""What a list says of people and numbers, in the present language."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache

from flask_babel import gettext as _
from flask_babel import pgettext

from fairapp.registration.models import Sex
from fairapp.reports import ages
from fairapp.reports.attendance.people import Attendee, Count


class Wording:
    """The words that stand in each row, looked up once: translating takes longer than all else that
    is done for a row.
    """

    def __init__(self) -> None:
        self.sex, self.answer = cache(sex_label), cache(yes_or_no)


def sex_label(sex: str | None) -> str:
    """One letter; a dash when it was not given."""
    if sex == Sex.FEMALE:
        return str(pgettext("sex", "F"))
    return str(pgettext("sex", "M")) if sex == Sex.MALE else "–"


def band_label(age: int | None) -> str:
    """`36-49`; a dash when the age is unknown."""
    band = ages.band_of(age)
    return "–" if band == ages.UNKNOWN else band


def yes_or_no(answer: bool | None) -> str:
    """Yes or no in one letter; a dash without an answer."""
    if answer is None:
        return "–"
    return str(pgettext("answer", "Y") if answer else pgettext("answer", "N"))


def origin(person: Attendee) -> str:
    """Region and, when it says more, the place: `Conakry, Ratoma`."""
    places = dict.fromkeys(place for place in (person.region, person.locality) if place)
    return ", ".join(places)


def remarks(person: Attendee) -> str:
    """In whose place the person comes; empty for most."""
    if not person.in_place_of:
        return ""
    if person.represents:
        return str(_("represents %(name)s", name=person.in_place_of))
    return str(_("in place of %(name)s", name=person.in_place_of))


def count_label(count: Count) -> str:
    """`F 12 · M 54 · total 66`; who did not give a sex is told as well."""
    numbers = {**asdict(count), "all": count.all}
    if count.unstated:
        text = _("F %(women)s · M %(men)s · not given %(unstated)s · total %(all)s", **numbers)
    else:
        text = _("F %(women)s · M %(men)s · total %(all)s", **numbers)
    return str(text)
