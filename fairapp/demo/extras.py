"""What registration asks beyond the person: the fair's own questions, seats at its workshops."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from sqlalchemy import select

from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.demo.bulk import Bulk, Row
from fairapp.demo.days import before_fair
from fairapp.demo.shapes import Person, Record
from fairapp.demo.sources import generator, read
from fairapp.events.models import Event
from fairapp.programme.models import Session
from fairapp.registration.questions.models import Answer, Question, QuestionKind
from fairapp.registration.signups.models import SeatStatus, SignUp

Enrolled = tuple[int, Record, Person]

# They filled the form in themselves, or somebody did who could ask them.
_ASKED = frozenset({"online", "delegation"})


def add_questions(event: Event) -> dict[str, int]:
    """The fair's own questions; id by code."""
    questions = [
        Question(
            event_id=event.id,
            code=asked["code"],
            position=position,
            kind=QuestionKind(asked["kind"]),
            label=LocalizedText(**asked["label"]),
            options=asked.get("options", []),
            category_codes=asked.get("categories", []),
        )
        for position, asked in enumerate(read("questions")["questions"], 1)
    ]
    db.session.add_all(questions)
    db.session.flush()
    return {question.code: question.id for question in questions}


def add_answers(bulk: Bulk, questions: dict[str, int], enrolled: Sequence[Enrolled]) -> None:
    """What people answered."""
    # A stream of its own: what is drawn here changes no name and no scan.
    rng = random.Random(f"{generator()['seed']} answers")
    rows: list[Row] = []
    for asked in read("questions")["questions"]:
        for row_id, record, person in enrolled:
            is_asked = person.slot.category in asked.get("categories", [person.slot.category])
            if is_asked and record.channel in _ASKED and rng.random() < asked["share"]:
                text = rng.choice(asked["answers"])
                question = questions[asked["code"]]
                rows.append({"registration_id": row_id, "question_id": question, "text": text})
    bulk.insert(Answer, rows)


def add_seats(bulk: Bulk, event: Event, enrolled: Sequence[Enrolled]) -> None:
    """Seats at the workshops that take sign-up; nobody sits in two at once."""
    rng = random.Random(f"{generator()['seed']} seats")
    people = [one for one in enrolled if one[1].channel in _ASKED]
    rng.shuffle(people)
    bulk.insert(SignUp, list(_seats(event, iter(people))))


def _seats(event: Event, people: Iterator[Enrolled]) -> Iterator[Row]:
    wanted = read("questions")["seats"]
    sessions = select(Session).where(Session.event_id == event.id, Session.code.in_(wanted))
    for session in db.session.scalars(sessions.order_by(Session.code)):
        chosen = [person for _, person in zip(range(wanted[session.code]), people, strict=False)]
        chosen.sort(key=lambda one: (one[1].registered_at, one[0]))
        for place, (row_id, record, _person) in enumerate(chosen, 1):
            has_seat = session.capacity is None or place <= session.capacity
            yield {
                "registration_id": row_id,
                "session_id": session.id,
                "status": SeatStatus.SEATED if has_seat else SeatStatus.WAITING,
                "status_at": max(record.registered_at, before_fair(40, "08:00")),
            }
