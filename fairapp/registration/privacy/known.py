"""What a fair knows of somebody, for that person: sections of plain rows, on a page and as JSON.

Features above add theirs by the signal `known`. Notes of the team are for the team to give: the
address of a pass is passed around.
"""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from fairapp.events.text import moment_line
from fairapp.registration import choices, history, reference, signals
from fairapp.registration.models import Registration, Status
from fairapp.registration.privacy import consents
from fairapp.registration.privacy.models import Consent, How, Matter
from fairapp.registration.questions import answers
from fairapp.registration.sections import Section
from fairapp.registration.signups import queries as signups


def sections(registration: Registration) -> list[Section]:
    """Everything, with empty sections left out."""
    found = [
        Section("registration", _("Your registration"), _facts(registration)),
        Section("answers", _("Your answers"), _answers(registration)),
        Section("seats", _("Your seats at sessions"), _seats(registration)),
        Section("consents", _("What you agreed to"), _consents(registration)),
        Section("messages", _("What was written to you"), _messages(registration)),
    ]
    for _receiver, more in signals.known.send(registration):
        found += more
    found.append(Section("history", _("What happened"), _steps(registration)))
    return [section for section in found if section.rows]


def as_dict(registration: Registration) -> dict[str, Any]:
    """The same, for other programs: codes of sections, and rows of label and value."""
    return {
        "event": registration.event.slug,
        "reference": reference.display(registration.reference),
        **{section.code: [list(row) for row in section.rows] for section in sections(registration)},
    }


def _facts(one: Registration) -> list[tuple[str, str]]:
    sexes = {code: str(label) for code, label in choices.sexes()}
    told = (
        (_("Reference"), reference.display(one.reference)),
        (_("Standing"), str(history.STATUSES[Status(one.status)])),
        (_("Name"), " ".join(filter(None, (one.honorific, one.full_name)))),
        (_("Name in another script"), one.name_other_script),
        (_("Name as it was typed"), one.name_raw),
        (_("To tell apart from others of this name"), one.precision),
        (_("Sex"), sexes.get(one.sex or "", "")),
        (_("Born"), choices.birth_of(one)),
        (_("Phone"), one.phone_raw),
        (_("E-mail"), one.email),
        (_("Organisation"), one.organisation),
        (_("Position"), one.position),
        (_("Lives in"), ", ".join(filter(None, (one.locality, one.region)))),
        (_("Category"), str(one.category.name)),
        (_("Days"), choices.days_of(one)),
        (_("Delegation"), one.delegation.name if one.delegation else ""),
        (_("In whose place"), one.stands_for),
        (_("Help needed"), one.needs_help),
    )
    return [(str(label), value) for label, value in told if value]


def _answers(registration: Registration) -> list[tuple[str, str]]:
    return [(str(t.question.label), str(t.words)) for t in answers.answers_of(registration)]


def _seats(registration: Registration) -> list[tuple[str, str]]:
    words = {"seated": _("Seat"), "waiting": _("Waiting list")}
    return [
        (str(seat.session.title), words.get(seat.status, _("Given up")))
        for seat in signups.of(registration)
    ]


def _consents(registration: Registration) -> list[tuple[str, str]]:
    return [
        (
            moment_line(one.at, registration.event),
            f"{_words(one)} ({consents.HOW[How(one.how)]})",
        )
        for one in consents.history(registration)
    ]


def _words(one: Consent) -> str:
    return one.text or consents.words_of(Matter(one.matter), one.answer)


def _messages(registration: Registration) -> list[tuple[str, str]]:
    return [
        (moment_line(m.created_at, registration.event), f"{m.recipient} – {m.subject or m.body}")
        for m in history.messages_of(registration)
    ]


def _steps(registration: Registration) -> list[tuple[str, str]]:
    return [
        (moment_line(step.at, registration.event), " · ".join((step.what, *step.facts)))
        for step in history.steps_of(registration)
    ]
