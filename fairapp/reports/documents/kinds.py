"""What kinds of documents there are. A feature adds one by registering it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l

from fairapp.core.access import Permission
from fairapp.core.tasks import Progress
from fairapp.events.models import Event
from fairapp.reports.documents.evidence import Evidence
from fairapp.reports.documents.forms import DocumentForm
from fairapp.reports.documents.made import Made

Choice = Mapping[str, Any]
"""What was chosen in a kind's form, ready for JSON."""


class Group(StrEnum):
    """Under which heading a kind stands; in this order."""

    FIGURES = "figures"
    LISTS = "lists"
    PEOPLE = "people"
    MONEY = "money"
    DATA = "data"


GROUP_LABELS = {
    Group.FIGURES: _l("Figures"),
    Group.LISTS: _l("Lists to sign"),
    Group.PEOPLE: _l("For participants"),
    Group.MONEY: _l("Payments"),
    Group.DATA: _l("Data"),
}


class Kind(ABC):
    """One kind of document."""

    key: ClassVar[str]
    title: ClassVar[Any]
    summary: ClassVar[Any]
    group: ClassVar[Group]
    # Who may make and take it; `permissions` may ask for more.
    permission: ClassVar[Permission] = Permission.READ_REPORTS
    # The drawing on its card: a macro of templates/reports/_sketches.html.
    sketch: ClassVar[str] = "list"

    @abstractmethod
    def form(self, event: Event) -> DocumentForm:
        """The questions, with what can be chosen at this fair; filled from the request."""

    @abstractmethod
    def describe(self, event: Event, choice: Choice) -> str:
        """The choice in a few words, in the present language: `Day 1 · by category`."""

    @abstractmethod
    def make(self, event: Event, choice: Choice, evidence: Evidence, progress: Progress) -> Made:
        """The file, in the present language. All is read before progress is told."""

    def permissions(self, choice: Choice) -> frozenset[Permission]:
        """What one must hold to make or take that one."""
        return frozenset({self.permission})

    def stands_alone(self, choice: Choice) -> bool:
        """Whether of such documents no two may be valid that say different things."""
        return False

    def is_offered(self, event: Event) -> bool:
        """Whether it makes sense at this fair."""
        return bool(event.days)

    def expected(self, event: Event, choice: Choice) -> int:
        """How long the way is until the worker knows it, in the unit of its progress."""
        return 0


_kinds: dict[str, Kind] = {}


def register(kind: type[Kind]) -> type[Kind]:
    """Add a kind; a class decorator."""
    _kinds[kind.key] = kind()
    return kind


def find(key: str) -> Kind | None:
    """The kind with that key."""
    return _kinds.get(key)


def offered(event: Event, holds: Callable[[Permission], bool]) -> dict[Group, list[Kind]]:
    """The kinds for this fair and whoever holds these permissions, under their headings."""
    if not event.days:
        return {}
    groups: dict[Group, list[Kind]] = {group: [] for group in Group}
    for kind in _kinds.values():
        if kind.is_offered(event) and holds(kind.permission):
            groups[kind.group].append(kind)
    # The page of figures stands first, with the documents that are made of them.
    return {group: kinds for group, kinds in groups.items() if kinds or group is Group.FIGURES}
