"""What was put right, how often, and what that means for the figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext as _

from fairapp.reports.participation import words
from fairapp.reports.participation.facts import Facts


@dataclass(frozen=True, slots=True)
class Note:
    """What was put right, how often, and what that means for the figures."""

    what: str
    number: str
    meaning: str


def notes(facts: Facts) -> list[Note]:
    """Corrections and what is less certain; what did not happen is said as well."""
    c = facts.corrections
    return [
        Note(
            _("Scans undone"),
            words.number(c.undone),
            _("Undone at the gate or the desk. They stay in the log and are in no figure."),
        ),
        Note(
            _("Let in against the verdict"),
            words.number(c.overridden),
            _("Somebody with the right to do so let the person in and said why. They count."),
        ),
        Note(
            _("Turned away"),
            words.number(c.refused),
            _("Badges refused at an entrance or a door. They count nowhere."),
        ),
        Note(
            _("Badges of nobody"),
            words.number(c.unidentified),
            _("Accepted entries of badges that were given to no person. They are in no figure."),
        ),
        Note(
            _("Blank badges given later"),
            words.number(c.blank),
            _("Scanned before the badge had a name, and counted for whoever received it."),
        ),
        Note(
            _("Decided without network"),
            words.number(c.offline),
            _("The phone decided by its own list; the server confirmed or corrected it later."),
        ),
        Note(
            _("Received late"),
            words.number(c.late),
            _(
                "Kept by a phone without network for more than five minutes, %(longest)s at"
                " most. They count at the moment of the scan.",
                longest=_length(c.latest),
            ),
        ),
        Note(
            _("Clocks put right"),
            words.number(c.clocks),
            _(
                "Phones whose clock was wrong by more than a minute, %(most)s at most. The"
                " moment was corrected by the server’s clock.",
                most=_length(c.worst_clock),
            ),
        ),
        Note(
            _("Clocks in doubt"),
            words.number(c.doubtful),
            _("The clock jumped or was outside the fair; the day may be another one."),
        ),
        Note(
            _("Typed in from paper"),
            words.number(c.paper),
            _("Entries from sheets of paper; they have an asterisk on attendance lists."),
        ),
        Note(
            _("Duplicates merged"),
            words.number(c.duplicates),
            _("Registrations of a person who had another one. Each person counts once."),
        ),
        Note(
            _("Outside the days of the fair"),
            words.number(c.other_days),
            _("Accepted scans on other dates. They count on their own date."),
        ),
    ]


def _length(span: timedelta) -> str:
    minutes = round(span.total_seconds() / 60)
    hours, minutes = divmod(minutes, 60)
    if not hours:
        return str(_("%(minutes)s min", minutes=minutes))
    return str(_("%(hours)s h %(minutes)s min", hours=hours, minutes=minutes))
