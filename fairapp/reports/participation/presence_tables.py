"""The tables of how people came: expected or not, how often, to which sessions, noted how."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _

from fairapp.events.text import clock_time, day_month
from fairapp.reports.ages import UNKNOWN, YOUTH
from fairapp.reports.breakdowns import METHODS, YOUTHS
from fairapp.reports.participation import tabulation, words
from fairapp.reports.participation.cells import CAME, MISSED
from fairapp.reports.participation.facts import Facts
from fairapp.reports.participation.figure_table import (
    ALL,
    Column,
    FigureTable,
    Line,
    Number,
    by_sex,
    sex_columns,
)
from fairapp.reports.participation.queries import Attended
from fairapp.reports.participation.rules import hidden_in_sum


def all_tables(facts: Facts) -> list[FigureTable]:
    """Every table in the order of the report."""
    found = [
        *(
            tabulation.by_day(facts),
            *tabulation.crossed_by_day(facts),
            tabulation.category_by_age(facts),
        ),
        *(tabulation.region_by_category(facts), youth(facts), planned(facts), first_time(facts)),
        *(days_of_presence(facts), sessions(facts), tallies(facts), sources(facts)),
    ]
    return [table for table in found if table is not None]


def planned(facts: Facts) -> FigureTable:
    """Who was expected and who came, by category."""
    expected, came = _("Expected"), _("Came")
    columns = (
        Column("invited", _("Came in person"), expected),
        Column("replaced", _("Sent a substitute"), expected),
        Column("absent", _("Did not come"), expected),
        Column("expected", _("All expected"), expected, is_total=True),
        Column("substitute", _("Substitutes"), came),
        Column("walk_in", _("Registered on site"), came),
        Column("came", _("All who came"), came, is_total=True),
    )
    names = words.categories(facts.event)

    def numbers(**sides: str) -> tuple[Number, ...]:
        invited, substitutes, walk_ins = (facts.number(plan=plan, **sides) for plan in CAME)
        replaced, absent = (facts.number(plan=plan, **sides) for plan in MISSED)
        all_expected = facts.number(expected="yes", **sides)
        all_came = facts.number(**sides)
        return (invited, replaced, absent, all_expected, substitutes, walk_ins, all_came)

    lines = [Line(code, names[code], numbers(category=code)) for code in facts.categories]
    lines.append(Line(ALL, words.everybody(), numbers(), is_total=True))
    note = _(
        "All expected are the three columns before it. All who came are those who came in person,"
        " substitutes and persons registered on site."
    )
    title = _("Expected and came, by category")
    return FigureTable("planned", title, _("Category"), columns, tuple(lines), note)


def days_of_presence(facts: Facts) -> FigureTable:
    """How many days people came, and how many days make an attestation."""
    most = max((len(record.days) for record in facts.records), default=0)
    lines = [
        Line(str(n), words.number_of_days(n), (facts.number(number=str(n)),))
        for n in range(1, max(most, len(facts.event.days)) + 1)
    ]
    lines.append(Line(ALL, words.everybody(), (facts.number(),), is_total=True))
    columns = (Column("persons", _("Persons"), is_total=True),)
    return FigureTable("presence", _("Days of presence"), _("Days"), columns, tuple(lines))


def first_time(facts: Facts) -> FigureTable:
    """Who came to such a fair for the first time."""
    labels = {
        "yes": _("For the first time"),
        "no": _("Had come before"),
        UNKNOWN: _("Not given"),
    }
    kept = [v for v in labels if v != UNKNOWN or facts.cells[(("first", v),)]]
    lines = [Line(v, labels[v], by_sex(facts, first=v)) for v in kept]
    lines.append(Line(ALL, words.everybody(), by_sex(facts), is_total=True))
    columns = tuple(sex_columns(facts))
    return FigureTable(
        "first_time", _("First participation"), _("Participation"), columns, tuple(lines)
    )


def youth(facts: Facts) -> FigureTable:
    """Young people by each definition."""
    lines = [
        Line(name, str(YOUTHS[name]), by_sex(facts, **{f"youth {name}": "yes"})) for name in YOUTH
    ]
    note = _("The three overlap: do not add them up.")
    columns = tuple(sex_columns(facts))
    return FigureTable("youth", _("Youth"), _("Age"), columns, tuple(lines), note)


def sessions(facts: Facts) -> FigureTable | None:
    """Persons let in at the doors of sessions; None when no door was scanned."""
    lines = tuple(
        Line(one.code, _session(facts, one), (facts.told(one.persons or 0),))
        for one in facts.scanned
    )
    note = _("The same person may stand at several sessions: do not add them up.")
    columns = (Column("persons", _("Persons"), is_total=True),)
    title = _("Sessions with scans at the door")
    return FigureTable("sessions", title, _("Session"), columns, lines, note) if lines else None


def tallies(facts: Facts) -> FigureTable | None:
    """Heads counted without names; None when nobody counted."""
    columns = (
        Column("women", _("Women")),
        Column("men", _("Men")),
        Column("children", _("Children")),
        Column(ALL, words.everybody(), is_total=True),
    )
    lines = tuple(
        Line(one.code, _session(facts, one), tuple(_heads(facts, one))) for one in facts.counted
    )
    note = _("Told apart: they are in no other figure.")
    title = _("Heads counted without names")
    return FigureTable("tallies", title, _("Session"), columns, lines, note) if lines else None


def sources(facts: Facts) -> FigureTable:
    """How entries were noted."""
    methods = facts.summary.methods
    left_out = hidden_in_sum(list(methods.values())) if facts.shared else frozenset()
    lines = [
        Line(name, str(METHODS[name]), (None if i in left_out else n,))
        for i, (name, n) in enumerate(methods.items())
    ]
    lines.append(Line(ALL, words.everybody(), (facts.entries,), is_total=True))
    columns = (Column("entries", _("Entries"), is_total=True),)
    title = _("How entries were noted")
    return FigureTable("sources", title, _("Method"), columns, tuple(lines))


def _session(facts: Facts, one: Attended) -> str:
    if one.starts_at is None:
        return one.title
    on = day_month(facts.event.local(one.starts_at).date())
    return f"{on}, {clock_time(one.starts_at, facts.event)} – {one.title}"


def _heads(facts: Facts, one: Attended) -> Iterator[Number]:
    heads = one.heads
    if heads is None:
        return
    parts = (heads.women, heads.men, heads.children)
    left_out = hidden_in_sum(parts) if facts.shared else frozenset()
    yield from (None if i in left_out else n for i, n in enumerate(parts))
    yield facts.told(heads.all)
