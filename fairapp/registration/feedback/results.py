"""What the fair's people thought, ready for the team's pages and for a spreadsheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask_babel import format_decimal
from flask_babel import gettext as _

from fairapp.events.models import Event
from fairapp.events.text import clock_time
from fairapp.registration import signals
from fairapp.registration.feedback import queries, rules, subjects
from fairapp.registration.feedback.marks import MARKS
from fairapp.registration.feedback.queries import Said
from fairapp.registration.feedback.subjects import Subject
from fairapp.registration.signups.queries import seated_by_code


@dataclass(frozen=True, slots=True)
class Tally:
    """How often each rating was given, by participants or by phones that nobody knows."""

    counts: Counter[int]

    @property
    def total(self) -> int:
        """How many opinions."""
        return self.counts.total()

    @property
    def is_told(self) -> bool:
        """Whether there are so many that none of them is one person's."""
        return self.total >= rules.FEW

    @property
    def mean(self) -> float | None:
        """From 1 to 5; None when there are too few to tell."""
        if not self.is_told:
            return None
        return sum(rating * count for rating, count in self.counts.items()) / self.total

    def width(self, rating: int) -> float:
        """Of the bar of a rating, in percent of the longest."""
        return round(100 * self.counts[rating] / max(self.counts.values(), default=1), 1)


@dataclass(frozen=True, slots=True)
class Result:
    """One session, or the fair. `present` and `seated` are None where nobody counted."""

    subject: Subject
    known: Tally
    unknown: Tally
    said: list[Said]
    hidden: list[Said]
    present: int | None
    seated: int | None

    @property
    def total(self) -> int:
        """How many opinions, of whomever."""
        return self.known.total + self.unknown.total

    @property
    def mean(self) -> float | None:
        """Of participants; of phones that nobody knows only where there is no other."""
        return self.known.mean if self.known.total else self.unknown.mean


@dataclass(frozen=True, slots=True)
class Results:
    """The fair as a whole, which has no days yet when it is None, and its sessions by the clock."""

    fair: Result | None
    sessions: list[Result]

    @property
    def every(self) -> list[Result]:
        """The fair first."""
        return [*([self.fair] if self.fair else []), *self.sessions]


def results_of(event: Event, *, at: datetime) -> Results:
    """All sessions that are asked about, as opinions stood at that moment; cancelled ones only when
    something was said of them."""
    read = _Reading(event, at)
    fair = subjects.the_fair(event)
    rows = [read.result(subject) for subject in subjects.sessions(event)]
    shown = [row for row in rows if row.total or not row.subject.is_cancelled]
    return Results(read.result(fair) if fair else None, shown)


def figures(event: Event, found: Results) -> Iterator[list[str]]:
    """The header, then a row for each session and the fair."""
    marks = [str(MARKS[mark]) for mark in reversed(MARKS)]
    groups = (_("participants"), _("without a pass"))
    per_group = [
        f"{label} ({group})" for group in groups for label in (_("Opinions"), _("Mean"), *marks)
    ]
    yield [_("Code"), _("Session"), _("Day"), _("Begins"), _("Present"), _("Seats"), *per_group]
    for row in found.every:
        tallies = (row.known, row.unknown)
        counted = [number(row.present), number(row.seated)]
        yield [*_about(event, row.subject), *counted, *[c for t in tallies for c in _cells(t)]]


def lines(event: Event, found: Results) -> Iterator[list[str]]:
    """The header, then a row for each line that is not hidden."""
    yield [_("Code"), _("Session"), _("Day"), _("Begins"), _("Words")]
    for row in found.every:
        for said in row.said:
            yield [*_about(event, row.subject), said.words]


def number(value: float | None) -> str:
    """As it is written in the visitor's language; empty for what nobody knows."""
    return "" if value is None else str(format_decimal(round(value, 2)))


class _Reading:
    """Everything that results are made of, read once."""

    def __init__(self, event: Event, at: datetime) -> None:
        self.counts = queries.counts(event, until=at)
        self.seated = seated_by_code(event)
        self.present: dict[str, int] = {}
        for _receiver, people in signals.attendances.send(event, until=at):
            self.present |= people
        self.said: dict[int | None, list[Said]] = {}
        for said in queries.words(event, until=at):
            self.said.setdefault(said.session_id, []).append(said)

    def result(self, subject: Subject) -> Result:
        """One subject's."""
        said = self.said.get(subject.session_id, [])
        return Result(
            subject=subject,
            known=self._tally(subject, is_known=True),
            unknown=self._tally(subject, is_known=False),
            said=[one for one in said if not one.is_hidden],
            hidden=[one for one in said if one.is_hidden],
            present=self.present.get(subject.code),
            seated=self.seated.get(subject.code),
        )

    def _tally(self, subject: Subject, *, is_known: bool) -> Tally:
        return Tally(self.counts.get((subject.session_id, is_known), Counter()))


def _about(event: Event, subject: Subject) -> list[str]:
    if subject.is_fair:
        return ["", _("The fair as a whole"), "", ""]
    begins = clock_time(subject.opens_at, event)
    return [subject.code, str(subject.title), str(subject.day_number), begins]


def _cells(tally: Tally) -> list[str]:
    each = [str(tally.counts[mark]) if tally.is_told else "" for mark in reversed(MARKS)]
    return [str(tally.total), number(tally.mean), *each]
