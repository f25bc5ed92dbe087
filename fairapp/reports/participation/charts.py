"""The drawings of the report: the same on the page of figures and in the PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _

from fairapp.core.i18n import text_direction
from fairapp.events.colours import tones
from fairapp.events.text import day_month
from fairapp.reports.participation import words
from fairapp.reports.participation.drawing import Drawing, Look
from fairapp.reports.participation.facts import Facts
from fairapp.reports.participation.plots import Bars, Curve, draw_bars, draw_curves
from fairapp.reports.participation.rules import small

_STEP = timedelta(minutes=30)
# A longer name is in the table, with its letter.
_LABEL = 38


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing and what it says in words, numbers included."""

    key: str
    title: str
    says: str
    drawing: Drawing


def all_charts(facts: Facts) -> list[Chart]:
    """Every drawing for which there is something to draw."""
    if not facts.cells[()]:
        return []
    return [arrivals(facts), days(facts), categories(facts), pyramid(facts), regions(facts)]


def arrivals(facts: Facts) -> Chart:
    """How many had come by when, one line a day."""
    curves, said = [], []
    for on, times in facts.arrivals.items():
        points = steps(times, shared=facts.shared)
        if not points or facts.number(day=on.isoformat()) is None:
            continue
        persons = points[-1][1]
        curves.append(Curve(f"{day_month(on)} · {words.number(persons)}", tuple(points)))
        half = next(at for at, total in points if total * 2 >= persons)
        said.append(
            _(
                "%(day)s: half of them by %(time)s, %(persons)s in all",
                day=day_month(on),
                time=words.clock(half),
                persons=words.number(persons),
            )
        )
    drawing = draw_curves(curves, _look(facts))
    return _chart("arrivals", _("Arrivals in the course of each day"), said, drawing)


def days(facts: Facts) -> Chart:
    """Women and men on each day."""
    rows = [(day_month(day), {"day": day.isoformat()}) for day in facts.days]
    return _by_sex(facts, "days", _("Persons by day"), rows)


def categories(facts: Facts) -> Chart:
    """Women and men of each category."""
    names = words.categories(facts.event)
    rows = [(names[code], {"category": code}) for code in facts.categories]
    return _by_sex(facts, "categories", _("Persons by category"), rows)


def pyramid(facts: Facts) -> Chart:
    """Women to one side, men to the other, the oldest above."""
    ages = facts.ages[::-1]
    labels = tuple(words.age(age) for age in ages)
    numbers = {
        sex: tuple(facts.number(sex=sex, age=age) for age in ages) for sex in facts.sexes[:2]
    }
    bars = [Bars(words.sex(sex), row) for sex, row in numbers.items()]
    drawing = draw_bars(labels, bars, _look(facts), back_to_back=True)
    said = [f"{bar.label}{_(':')} " + _(", ").join(_pairs(labels, bar.numbers)) for bar in bars]
    return _chart("ages", _("Ages of women and men"), said, drawing)


def regions(facts: Facts) -> Chart:
    """Where people came from."""
    labels = tuple(words.region(region) for region in facts.regions)
    numbers = tuple(facts.number(region=region) for region in facts.regions)
    drawing = draw_bars(labels, [Bars("", numbers)], _look(facts))
    return _chart("regions", _("Persons by region"), _pairs(labels, numbers), drawing)


def _by_sex(
    facts: Facts, key: str, title: str, rows: Sequence[tuple[str, dict[str, str]]]
) -> Chart:
    bars = [
        Bars(words.sex(sex), tuple(facts.number(sex=sex, **sides) for _label, sides in rows))
        for sex in facts.sexes
    ]
    labels = [label for label, _sides in rows]
    drawing = draw_bars([_short(label) for label in labels], bars, _look(facts))
    said = []
    for i, label in enumerate(labels):
        each = _pairs([bar.label for bar in bars], [bar.numbers[i] for bar in bars])
        said.append(f"{label}{_(':')} {_(', ').join(each)}")
    return _chart(key, title, said, drawing)


def steps(times: Sequence[datetime], *, shared: bool) -> list[tuple[float, int]]:
    """Hour of the day and how many had come by then; `times` in order. In the version to share, a
    step in which one or two came is drawn with its neighbour.
    """
    if not times:
        return []
    midnight = times[0].replace(hour=0, minute=0, second=0, microsecond=0)
    first = (times[0] - midnight) // _STEP
    points, at, told = [(first / 2, 0)], first, 0
    while told < len(times):
        at += 1
        total = sum(moment < midnight + at * _STEP for moment in times)
        if shared and total < len(times) and small(total - told):
            continue
        while shared and small(total - points[-1][1]) and len(points) > 1:
            points.pop()
        points.append((at / 2, total))
        told = total
    return points


def _look(facts: Facts) -> Look:
    return Look(tones(facts.event.accent).fill, mirrored=text_direction() == "rtl")


def _chart(key: str, title: str, said: Sequence[str], drawing: Drawing) -> Chart:
    return Chart(key, title, f"{title}{_(':')} {_('; ').join(said)}.", drawing)


def _pairs(labels: Sequence[str], numbers: Sequence[int | None]) -> list[str]:
    return [
        f"{label} {_('left out') if n is None else words.number(n)}"
        for label, n in zip(labels, numbers, strict=True)
    ]


def _short(label: str) -> str:
    if len(label) <= _LABEL:
        return label
    kept, _space, _rest = label[:_LABEL].rpartition(" ")
    return f"{kept.rstrip(' ,;')} …"
