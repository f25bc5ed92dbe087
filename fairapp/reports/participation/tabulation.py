"""The tables that cross day, sex, age, category and region."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flask_babel import gettext as _

from fairapp.events.text import day_month, weekday_date
from fairapp.reports.participation import words
from fairapp.reports.participation.facts import Facts
from fairapp.reports.participation.figure_table import (
    ALL,
    Column,
    FigureTable,
    Line,
    added,
    by_sex,
    sex_columns,
)

# A page has room for so many groups of columns by sex.
_GROUPS = 4


def by_day(facts: Facts) -> FigureTable:
    """Persons by day and sex, each person once, and the person-days."""
    columns = tuple(sex_columns(facts))
    lines = [
        Line(day.isoformat(), weekday_date(day), by_sex(facts, day=day.isoformat()))
        for day in facts.days
    ]
    lines.append(Line("person_days", _("Person-days"), added(lines), is_total=True))
    lines.append(Line("once", _("Each person once"), by_sex(facts), is_total=True))
    title = _("Persons present by day and sex")
    return FigureTable("days", title, _("Day"), columns, tuple(lines))


def crossed_by_day(facts: Facts) -> list[FigureTable]:
    """Category, age and region, each by day and sex, and each person once."""
    names = words.categories(facts.event)
    return [
        *_crossed(
            facts, "category", _("Category"), _("Category by day and sex"), names.__getitem__
        ),
        *_crossed(facts, "age", _("Age"), _("Age on the first day, by day and sex"), words.age),
        *_crossed(facts, "region", _("Region"), _("Region by day and sex"), words.region),
    ]


def category_by_age(facts: Facts) -> FigureTable:
    """Each person once."""
    names, letters = words.categories(facts.event), words.letters(facts.event)
    ages = facts.ages
    columns = (
        *(Column(a, words.age(a)) for a in ages),
        _everybody(),
    )
    lines = [
        Line(
            code,
            names[code],
            (
                *(facts.number(category=code, age=a) for a in ages),
                facts.number(category=code),
            ),
            letter=letters[code],
        )
        for code in facts.categories
    ]
    total = (*(facts.number(age=a) for a in ages), facts.number())
    lines.append(Line(ALL, words.everybody(), total, is_total=True))
    return FigureTable(
        "category_age",
        _("Category by age, each person once"),
        _("Category"),
        columns,
        tuple(lines),
    )


def region_by_category(facts: Facts) -> FigureTable:
    """Each person once; categories by their letter, as a page has no room for their names."""
    letters = words.letters(facts.event)
    codes = facts.categories
    columns = (
        *(Column(c, letters[c]) for c in codes),
        _everybody(),
    )
    lines = [
        Line(
            region,
            words.region(region),
            (
                *(facts.number(category=c, region=region) for c in codes),
                facts.number(region=region),
            ),
        )
        for region in facts.regions
    ]
    total = (*(facts.number(category=c) for c in codes), facts.number())
    lines.append(Line(ALL, words.everybody(), total, is_total=True))
    names = words.categories(facts.event)
    note = " · ".join(f"{letters[c]} {names[c]}" for c in codes)
    title = _("Region by category, each person once")
    return FigureTable("region_category", title, _("Region"), columns, tuple(lines), note)


def _crossed(
    facts: Facts, side: str, stub: str, title: str, label: Callable[[str], str | None]
) -> Iterator[FigureTable]:
    values = {"category": facts.categories, "age": facts.ages, "region": facts.regions}[side]
    letters = words.letters(facts.event) if side == "category" else {}
    groups: list[tuple[str, dict[str, str]]] = [
        *((day_month(day), {"day": day.isoformat()}) for day in facts.days),
        (words.once(), {}),
    ]
    stretches = [groups[i : i + _GROUPS] for i in range(0, len(groups), _GROUPS)]
    for n, some in enumerate(stretches, start=1):
        columns = [
            column
            for heading, day in some
            for column in sex_columns(facts, heading, f"{day.get('day', 'once')} ")
        ]
        lines = [
            Line(
                value,
                str(label(value)),
                tuple(n for _h, day in some for n in by_sex(facts, **day, **{side: value})),
                letter=letters.get(value, ""),
            )
            for value in values
        ]
        total = tuple(n for _h, day in some for n in by_sex(facts, **day))
        lines.append(Line(ALL, words.everybody(), total, is_total=True))
        key = side if len(groups) <= _GROUPS else f"{side}_{n}"
        yield FigureTable(key, title, stub, tuple(columns), tuple(lines))


def _everybody() -> Column:
    return Column(ALL, words.everybody_short(), is_total=True)
