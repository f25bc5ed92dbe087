"""One row of a list as a person: what it says, and what is odd about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from fairapp.events.models import Category, Event, EventDay
from fairapp.registration.details import Details
from fairapp.registration.imports.additions import NOTHING, Additions, Nameable, read_additions
from fairapp.registration.imports.cells import read_cells
from fairapp.registration.imports.problems import Problem
from fairapp.registration.names import clean_name, has_letter, split_name
from fairapp.registration.search import fold

# Field to how much of it the registration keeps.
_LENGTHS = {
    **{"given_names": 120, "family_name": 120, "name_other_script": 160, "honorific": 40},
    **{"precision": 120, "organisation": 200, "position": 120, "needs_help": 300},
}


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds for every row that says nothing else."""

    category: Category | None = None
    language: str = "fr"
    days: Sequence[EventDay] = ()


@dataclass(frozen=True, slots=True)
class RowRead:
    """A row as a person; `details` is None when an error keeps it out."""

    details: Details | None
    problems: tuple[Problem, ...] = ()
    additions: Additions = NOTHING


def read_row(
    event: Event,
    cells: Mapping[str, str],
    defaults: Defaults,
    nameable: Nameable,
    *,
    known: Details | None = None,
) -> RowRead:
    """The person that `cells` (field to text) tell of.

    `known`: what is registered of the person already; fields without a column keep it.
    """
    odd: list[Problem] = []
    category = _category(event, cells.get("category", ""), defaults, known, odd)
    names = _names(cells, odd)
    if not has_letter("".join(names.values())) and not (known and not names):
        odd.append(Problem("no_name", "given_names", is_error=True))
    if category is None:
        return RowRead(None, tuple(odd))
    base = known or Details(category=category, language=defaults.language, days=defaults.days)
    told = {**names, **_lines(cells, odd), **read_cells(event, cells, odd), "category": category}
    if known is None or names:
        told["name_raw"] = _as_written(cells)
    additions = read_additions(cells, category, nameable, odd)
    if any(problem.is_error for problem in odd):
        return RowRead(None, tuple(odd))
    return RowRead(replace(base, **told), tuple(odd), additions)


def _as_written(cells: Mapping[str, str]) -> str:
    parts = (cells.get(field, "") for field in ("name", "given_names", "family_name"))
    return " ".join(part for part in parts if part)[:250]


def _names(cells: Mapping[str, str], odd: list[Problem]) -> dict[str, str]:
    """The fields of the name that there are columns for."""
    given, family = cells.get("given_names"), cells.get("family_name")
    whole = cells.get("name", "")
    if whole and not (given or family):
        given, family = split_name(whole)
    told = {"given_names": given, "family_name": family}
    names = {field: clean_name(text) for field, text in told.items() if text is not None}
    if not names and "name" in cells:
        names = {"given_names": "", "family_name": ""}
    return {field: _kept(field, text, odd) for field, text in names.items()}


def _lines(cells: Mapping[str, str], odd: list[Problem]) -> dict[str, str]:
    fields = [f for f in _LENGTHS if f not in {"given_names", "family_name"} and f in cells]
    return {field: _kept(field, cells[field], odd) for field in fields}


def _kept(field: str, text: str, odd: list[Problem]) -> str:
    if len(text) > _LENGTHS[field]:
        odd.append(Problem("too_long", field, is_error=True))
    return text[: _LENGTHS[field]]


def _category(
    event: Event, text: str, defaults: Defaults, known: Details | None, odd: list[Problem]
) -> Category | None:
    if not text:
        category = known.category if known else defaults.category
        if category is None:
            odd.append(Problem("category_missing", "category", is_error=True))
        return category
    wanted = fold(text)
    for category in event.categories:
        names = (category.code, category.letter, *category.name.as_dict().values())
        if wanted in {fold(name) for name in names if name}:
            return category
    odd.append(Problem("category_unknown", "category", is_error=True))
    return None


def named(cells: Sequence[str], fields: Iterable[tuple[int, str]]) -> dict[str, str]:
    """The cells by field."""
    return {field: cells[index] for index, field in fields if index < len(cells)}
