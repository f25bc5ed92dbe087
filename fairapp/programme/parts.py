"""What a session is made of beside its title: who takes part, its acts, its documents. Values only.

They are read, copied to a release and compared as a whole, never queried one by one; so each list
is one JSON column, and a session that is published takes its lists along in one assignment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any, Generic, TypeVar

from sqlalchemy import JSON, Dialect
from sqlalchemy.types import TypeDecorator

from fairapp.core.i18n import LocalizedText


class PartRole(StrEnum):
    """What somebody does at a session."""

    MODERATOR = "moderator"
    SPEAKER = "speaker"
    PERFORMER = "performer"
    INTERPRETER = "interpreter"
    RAPPORTEUR = "rapporteur"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class Part:
    """One person's part; `speaker` is the id of a `Speaker` of the same fair."""

    speaker: int
    role: str = PartRole.SPEAKER


@dataclass(frozen=True, slots=True)
class Act:
    """One item of what happens on the stage, in its order: a speech, a song, a scene, the anthem.

    `speaker` is whoever gives the speech; `company` and `performers` are as the poster says them.
    `needs` is for the stage team alone.
    """

    title: LocalizedText = field(default_factory=LocalizedText)
    minutes: int = 0
    speaker: int | None = None
    company: str = ""
    performers: str = ""
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """Something to read: a stored file, or an address elsewhere. `language` is what it is in."""

    title: LocalizedText = field(default_factory=LocalizedText)
    file: int | None = None
    url: str = ""
    language: str = ""


_Value = TypeVar("_Value", bound=Part | Act | Document)


class ListOf(TypeDecorator[tuple[_Value, ...]], Generic[_Value]):
    """Column type: a tuple of one of the classes above, as a JSON list of objects."""

    impl = JSON
    cache_ok = True

    def __init__(self, kind: type[_Value]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(
        self, value: tuple[_Value, ...] | None, dialect: Dialect
    ) -> list[dict[str, Any]] | None:
        return [as_dict(item) for item in value or ()]

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[_Value, ...]:
        return tuple(from_dict(self.kind, item) for item in value or ())


def as_dict(value: _Value) -> dict[str, Any]:
    """Only what says something, fit for JSON."""
    found = {f.name: getattr(value, f.name) for f in fields(value)}
    return {
        name: item.as_dict() if isinstance(item, LocalizedText) else item
        for name, item in found.items()
        if item
    }


def from_dict(kind: type[_Value], values: Mapping[str, Any]) -> _Value:
    """The other way; names that a later version wrote are passed over."""
    known = {f.name for f in fields(kind)}
    given = {name: item for name, item in values.items() if name in known}
    if "title" in given:
        given["title"] = LocalizedText(**given["title"])
    return kind(**given)
