"""All that one report says, read at one moment; and what of it is told in the version to share."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from fairapp.events.models import Event
from fairapp.registration.models import Sex, Source
from fairapp.reports.ages import BANDS, UNKNOWN
from fairapp.reports.attestations.queries import days_needed
from fairapp.reports.participants import Participant
from fairapp.reports.participation import queries
from fairapp.reports.participation.cells import LAYOUTS, Key, Record, absent, count, key
from fairapp.reports.participation.queries import Attended, Corrections
from fairapp.reports.participation.rules import Protection, protect, small
from fairapp.reports.summary import Summary, summarise

_PLANS = {Source.SUBSTITUTE: "substitute", Source.WALK_IN: "walk_in"}


@dataclass(frozen=True)
class Facts:
    """One fair as its report tells it. `shared`: without the small numbers."""

    event: Event
    summary: Summary
    needed: int
    records: tuple[Record, ...]
    cells: Counter[Key]
    protection: Protection
    arrivals: dict[date, list[datetime]]
    scanned: tuple[Attended, ...]
    counted: tuple[Attended, ...]
    corrections: Corrections
    shared: bool

    def number(self, **sides: str) -> int | None:
        """How many persons; None when it is left out of this version. ValueError for sides that
        are not crossed in `LAYOUTS`, as nothing would protect that number.
        """
        cell = key(**sides)
        if tuple(sorted(sides)) not in LAYOUTS:
            raise ValueError(f"not a number of the report: {sorted(sides)}")
        return None if cell in self.protection.hidden else self.cells[cell]

    def told(self, number: int) -> int | None:
        """A number that no other gives back, if it is not too small for this version."""
        return None if self.shared and small(number) else number

    @property
    def days(self) -> list[date]:
        """All days with somebody, and those of the fair, in order."""
        return [day.date for day in self.summary.figures.days]

    @property
    def entries(self) -> int | None:
        """All entries; none when the persons who came in twice could be counted from it."""
        again = self.summary.figures.entries - self.summary.figures.person_days
        return None if self.shared and small(again) else self.summary.figures.entries

    @cached_property
    def sexes(self) -> list[str]:
        """Women, men, and `unknown` when somebody gave no sex."""
        return [*Sex, *([UNKNOWN] if self.cells[key(sex=UNKNOWN)] else [])]

    @cached_property
    def ages(self) -> list[str]:
        """The bands in their order; children and unknown only when there are any."""
        always = [band for band in BANDS if band != "0-14" or self.cells[key(age=band)]]
        return [*always, *([UNKNOWN] if self.cells[key(age=UNKNOWN)] else [])]

    @cached_property
    def categories(self) -> list[str]:
        """Codes of the categories that count, in the fair's order."""
        return [category.code for category in self.summary.categories]

    @cached_property
    def regions(self) -> list[str]:
        """The largest first, as the summary has them; not in the order of hidden numbers."""
        found = self.summary.by(lambda person: person.region)
        if not self.shared:
            return list(found)
        told = {region: self.number(region=region) or 0 for region in found}
        return sorted(told, key=lambda region: (region == UNKNOWN, -told[region], region))


def gather(event: Event, *, shared: bool, until: datetime) -> Facts:
    """Read everything."""
    summary = summarise(event)
    needed = days_needed(event)
    records = tuple(_records(event, summary))
    scanned, counted = queries.attended(event, until=until)
    return Facts(
        event=event,
        summary=summary,
        needed=needed,
        records=records,
        cells=count(records, needed=needed),
        protection=protect(records, needed=needed) if shared else Protection(),
        arrivals={day.date: queries.arrivals(event, day.date) for day in event.days},
        scanned=tuple(scanned),
        counted=tuple(counted),
        corrections=queries.corrections(event),
        shared=shared,
    )


def _records(event: Event, summary: Summary) -> list[Record]:
    people = [_record(person) for person in summary.participants]
    away = [
        absent(one.category, "replaced" if one.replaced else "absent") for one in summary.missed
    ]
    return [*people, *away]


def _record(person: Participant) -> Record:
    return Record(
        sex=person.sex,
        age=person.band,
        category=person.category,
        region=person.region,
        days=tuple(day.isoformat() for day in person.days),
        first=UNKNOWN if person.first_time is None else "yes" if person.first_time else "no",
        plan=_PLANS.get(Source(person.source), "invited"),
    )
