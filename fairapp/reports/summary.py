"""The figures of a whole fair, from scans: what `fair report summary` and the reports page say.

Every figure of persons counts the registration that counts (duplicates resolved), staff left out.
What nobody told is a bucket of its own, `unknown`, never dropped, so that every breakdown adds up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from fairapp.checkin import entries
from fairapp.checkin.presence import Figures, figures_of
from fairapp.checkin.tallies.queries import totals
from fairapp.checkin.tallies.rules import Heads
from fairapp.events.models import Category, Event
from fairapp.registration.models import Sex, Source
from fairapp.reports.absences import Missed, missed
from fairapp.reports.ages import BANDS, UNKNOWN, YOUTH, is_youth
from fairapp.reports.attestations.queries import days_needed
from fairapp.reports.participants import Participant, participants

Cell = dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Summary:
    """All that the figures are made from."""

    event: Event
    figures: Figures
    participants: tuple[Participant, ...]
    categories: tuple[Category, ...]
    missed: tuple[Missed, ...]
    tallies: dict[str, Heads]
    unidentified: int
    methods: dict[str, int]

    def by(self, side: Callable[[Participant], str], known: Iterable[str] = ()) -> dict[str, int]:
        """Persons by one side; the `known` values first, in their order, then others by number."""
        counts = Counter(side(person) for person in self.participants)
        others = sorted(counts.keys() - set(known), key=lambda v: (v == UNKNOWN, -counts[v], v))
        return {value: counts[value] for value in (*known, *others)}


def summarise(event: Event) -> Summary:
    """Read everything, in a handful of queries whatever the number of people."""
    counted = tuple(category for category in event.categories if category.is_counted)
    person_days = entries.person_days(event)
    people = participants(event, person_days)
    return Summary(
        event=event,
        figures=figures_of(event, person_days),
        participants=tuple(people),
        categories=counted,
        missed=tuple(missed(event, {person.registration_id for person in people})),
        tallies=totals(event),
        unidentified=entries.unidentified(event),
        methods=entries.methods(event),
    )


def as_dict(summary: Summary) -> dict[str, Any]:
    """The figures as plain values, ready for JSON."""
    people = summary.participants
    sources = Counter(person.source for person in people)
    bands = [band for band in BANDS if band != "0-14" or any(p.band == band for p in people)]
    return {
        "event": summary.event.slug,
        "unique": summary.figures.unique,
        "person_days": summary.figures.person_days,
        "entries": summary.figures.entries,
        "by_day": {day.date.isoformat(): day.persons for day in summary.figures.days},
        "entries_by_day": {day.date.isoformat(): day.entries for day in summary.figures.days},
        "by_sex": summary.by(lambda p: p.sex, list(Sex)),
        "by_age": summary.by(lambda p: p.band, bands),
        "by_category": summary.by(lambda p: p.category, [c.code for c in summary.categories]),
        "by_region": summary.by(lambda p: p.region),
        "by_days_present": _by_days_present(people),
        "youth": {name: sum(is_youth(p.age, name) for p in people) for name in YOUTH},
        "attestation": _attestation(summary),
        "no_show": len(summary.missed),
        "no_show_replaced": sum(one.replaced for one in summary.missed),
        "substitutes": sources[Source.SUBSTITUTE],
        "walk_ins": sources[Source.WALK_IN],
        "first_time": summary.by(_first_time, ("yes", "no")),
        "tallies": [_tally(code, heads) for code, heads in summary.tallies.items()],
        "entries_by_method": summary.methods,
        "unidentified_entries": summary.unidentified,
        "cube": cube(people),
        "unique_cube": unique_cube(people),
    }


def cube(people: Sequence[Participant]) -> list[Cell]:
    """Persons by day × sex × age band × category × region; the counts add up to the person-days."""
    counts = Counter((day.isoformat(), *person.traits) for person in people for day in person.days)
    return [_cell(("day", *_SIDES), key, n) for key, n in sorted(counts.items())]


def unique_cube(people: Sequence[Participant]) -> list[Cell]:
    """The same without days; the counts add up to the unique participants."""
    counts = Counter(person.traits for person in people)
    return [_cell(_SIDES, key, n) for key, n in sorted(counts.items())]


_SIDES = ("sex", "age", "category", "region")


def _cell(sides: Sequence[str], values: Sequence[str], count: int) -> Cell:
    return {**dict(zip(sides, values, strict=True)), "count": count}


def _by_days_present(people: Sequence[Participant]) -> dict[str, int]:
    counts = Counter(len(person.days) for person in people)
    return {str(days): counts[days] for days in sorted(counts)}


def _attestation(summary: Summary) -> dict[str, int]:
    needed, fair = days_needed(summary.event), {day.date for day in summary.event.days}
    enough = sum(len(fair.intersection(person.days)) >= needed for person in summary.participants)
    return {"days_needed": needed, "persons": enough}


def _first_time(person: Participant) -> str:
    if person.first_time is None:
        return UNKNOWN
    return "yes" if person.first_time else "no"


def _tally(session: str, heads: Heads) -> Cell:
    counts = {"women": heads.women, "men": heads.men, "children": heads.children}
    return {"session": session, **counts, "all": heads.all}
