"""Who speaks at the door: one of those whose pass the phone knows, or the phone itself."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from fairapp.events.models import Event
from fairapp.registration import own
from fairapp.registration.feedback import givers
from fairapp.registration.feedback.givers import Giver
from fairapp.registration.feedback.subjects import Subject
from fairapp.registration.models import Registration

_NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Visit:
    """Who may speak on this phone, and who does; `giver` None when there is nobody."""

    giver: Giver | None
    people: list[Registration]
    is_at_the_door: bool


def visit_to(event: Event, subject: Subject) -> Visit:
    """As the address says: `door` is the key of the door, `as` a reference or « nobody ».

    Only those whose pass was shown here can be named; without a word, the latest of them speaks.
    """
    people = own.remembered_people(event)
    is_at_the_door = givers.is_at_the_door(subject, request.args.get("door", ""))
    asked = request.args.get("as", "")
    chosen = next((person for person in people if person.reference == asked), None)
    if chosen is None and people and not (is_at_the_door and asked == _NOBODY):
        chosen = people[0]
    if chosen is not None:
        return Visit(Giver(chosen), people, is_at_the_door)
    phone = (givers.this_phone() or givers.new_phone()) if is_at_the_door else None
    return Visit(phone, people, is_at_the_door)
