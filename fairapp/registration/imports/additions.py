"""What a row says beside the person: the delegation, the team's note, answers to own questions."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.events.models import Category, Event
from fairapp.registration.annotations import annotate
from fairapp.registration.delegations import actions, queries
from fairapp.registration.delegations.actions import About
from fairapp.registration.imports.columns import Columns
from fairapp.registration.imports.problems import Problem
from fairapp.registration.models import Delegation, Registration
from fairapp.registration.names import clean_line, has_letter
from fairapp.registration.questions import answers
from fairapp.registration.questions.answers import Given
from fairapp.registration.questions.cells import Cells
from fairapp.registration.questions.models import Answer
from fairapp.registration.questions.rules import is_asked
from fairapp.registration.search import fold

_LONGEST = {"delegation": 200, "note": 2000}


@dataclass(frozen=True, slots=True)
class Additions:
    """None for what there is no column for. `answers`: what is kept, by field; empty takes back."""

    delegation: str | None = None
    note: str | None = None
    answers: Mapping[str, str] = field(default_factory=dict)


NOTHING = Additions()


class Nameable:
    """What rows of one fair may name, read once for all of them."""

    def __init__(self, event: Event) -> None:
        self.cells = {name: Cells(q) for name, q in Columns(event).questions.items()}
        # Delegations by folded name and code: the first of two with one name.
        self.delegations: dict[str, int] = {}
        # Names of those that the rows read so far would make.
        self.announced: set[str] = set()
        for key, name, code in queries.names(event):
            self.delegations.setdefault(fold(name), key)
            self.delegations.setdefault(fold(code), key)

    def delegation(
        self, event: Event, text: str, *, actor: Actor | None, at: datetime
    ) -> Delegation:
        """The delegation of that name or code, made when there is none."""
        found = db.session.get(Delegation, self.delegations.get(fold(text), 0))
        # None as well when it was made for a row that was refused, and went with it.
        if found is None:
            about, key = About(name=text, category=None), str(uuid.uuid4())
            found = actions.announce(event, about, actor=actor, at=at, submission_key=key)
            self.delegations[fold(text)] = found.id
        return found


def read_additions(
    cells: Mapping[str, str], category: Category, nameable: Nameable, odd: list[Problem]
) -> Additions:
    """What `cells` say; what cannot be taken is noted in `odd` and left out. Nothing is said of a
    row that is kept out: its delegation is not made for it."""
    for name, most in _LONGEST.items():
        if len(cells.get(name, "")) > most:
            odd.append(Problem("too_long", name, is_error=True))
    if any(problem.is_error for problem in odd):
        return NOTHING
    return Additions(
        _delegation(cells.get("delegation"), nameable, odd),
        cells.get("note"),
        _answers(cells, category, nameable, odd),
    )


def is_said(person: Registration, additions: Additions, kept: Mapping[str, Answer]) -> bool:
    """Whether all of it is registered already; `kept`: the answers, by code of the question."""
    texts = {f"q_{code}": answer.text for code, answer in kept.items()}
    return (
        additions.note in (None, clean_line(person.note))
        and _is_named(person.delegation, additions.delegation)
        and all(texts.get(name, "") == text for name, text in additions.answers.items())
    )


def delegation_of(
    event: Event,
    additions: Additions,
    nameable: Nameable,
    *,
    of: Delegation | None = None,
    actor: Actor | None,
    at: datetime,
) -> Delegation | None:
    """The delegation that is said, made when there is none; that `of` the person if none is."""
    if additions.delegation is None or _is_named(of, additions.delegation):
        return of
    if not additions.delegation:
        return None
    return nameable.delegation(event, additions.delegation, actor=actor, at=at)


def write(
    person: Registration,
    additions: Additions,
    nameable: Nameable,
    *,
    actor: Actor | None,
    at: datetime,
) -> None:
    """Put it down beside a flushed person."""
    # A note of several lines stands in one line of a table: then it stays as it is.
    is_kept = additions.note in (None, clean_line(person.note))
    of = person.delegation
    annotate(
        person,
        note=person.note if is_kept else additions.note or "",
        protocol_rank=person.protocol_rank,
        delegation=delegation_of(person.event, additions, nameable, of=of, actor=actor, at=at),
        actor=actor,
        at=at,
    )
    if additions.answers:
        questions = {name: nameable.cells[name].question for name in additions.answers}
        given = [Given(questions[name], text) for name, text in additions.answers.items()]
        answers.write(person, given, actor=actor, at=at)


def _delegation(text: str | None, nameable: Nameable, odd: list[Problem]) -> str | None:
    if not text or fold(text) in nameable.delegations:
        return text
    if not has_letter(text):
        odd.append(Problem("delegation_odd", "delegation"))
        return None
    if fold(text) not in nameable.announced:
        # Said once, however many come with it.
        nameable.announced.add(fold(text))
        odd.append(Problem("delegation_new", "delegation", params={"name": text}))
    return text


def _answers(
    cells: Mapping[str, str], category: Category, nameable: Nameable, odd: list[Problem]
) -> dict[str, str]:
    kept: dict[str, str] = {}
    for name, column in nameable.cells.items():
        if name not in cells:
            continue
        question = {"question": str(column.question.label)}
        if not is_asked(column.question.category_codes, category.code):
            if cells[name]:
                odd.append(Problem("answer_not_asked", name, params=question))
            continue
        try:
            kept[name] = column.read(cells[name])
        except DomainError as error:
            odd.append(Problem(error.code, name, params=question))
    return kept


def _is_named(delegation: Delegation | None, text: str | None) -> bool:
    """Whether `text` names it, by name or code; nothing names none, and no column names any."""
    if text is None:
        return True
    if delegation is None or not text:
        return not (delegation or text)
    return fold(text) in {fold(delegation.name), fold(delegation.code)}
