"""The registration form, filled in by a program: what holds for a person’s browser holds for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from fairapp.api.problems import at, invalid
from fairapp.events.models import Category, Event
from fairapp.registration import choices, prefill
from fairapp.registration.forms import RegistrationForm
from fairapp.registration.models import Registration
from fairapp.registration.questions.answers import given_by
from fairapp.registration.questions.asking import form_for

_QUESTION = "q_"
# Two fields of the page stand for one of the body.
_POINTERS = {"honorific_other": "honorific"}
_NO_FIELDS = frozenset({"answers", "invitation", "anyway"})


class ProgramForm(RegistrationForm):
    """The form, with `body` in the place of what a browser would have sent."""

    class Meta(RegistrationForm.Meta):  # type: ignore[misc, name-defined]
        csrf = False

        def wrap_formdata(self, form: ProgramForm, formdata: object) -> MultiDict[str, str]:
            """What was filled in."""
            return form.typed

    def __init__(self, event: Event, *, body: Mapping[str, Any], **told: Any) -> None:
        self.typed = _typed(body)
        super().__init__(event, **told)


def filled_in(
    event: Event,
    body: Mapping[str, Any],
    *,
    registration: Registration | None = None,
    invited: Category | None = None,
) -> ProgramForm:
    """The form with what `body` says; of a registration, over what it says already.

    `Problem` 422 when it cannot be taken so.
    """
    known = _known(registration) if registration is not None else prefill.defaults(event)
    answers = {**known.pop("answers", {}), **body.get("answers", {})}
    filled = {**known, **body, "answers": answers}
    form = form_for(ProgramForm, event, registration=registration, body=filled, invited=invited)
    asked = {question.code for question in form.questions}
    unknown = _("There is no such question.")
    wrong = [
        at(f"answers/{code}", unknown) for code in body.get("answers", {}) if code not in asked
    ]
    if not form.validate() or wrong:
        raise invalid([*_errors(form), *wrong])
    return form


def _typed(body: Mapping[str, Any]) -> MultiDict[str, str]:
    """A body as browsers send a form."""
    typed: MultiDict[str, str] = MultiDict()
    values = {name: value for name, value in body.items() if name not in _NO_FIELDS}
    values |= {f"{_QUESTION}{code}": texts for code, texts in body.get("answers", {}).items()}
    title = values.get("honorific") or ""
    if not choices.is_usual(title):
        values |= {"honorific": choices.OTHER, "honorific_other": title}
    first = values.get("first_time")
    values["first_time"] = choices.first_time_answer(first)
    for name, value in values.items():
        if value is not False:  # as of a box that is not ticked, nothing is sent
            texts = value if isinstance(value, list) else [value]
            typed.setlist(name, ["" if text is None else str(text) for text in texts])
    return typed


def _known(registration: Registration) -> dict[str, Any]:
    known = prefill.answers(registration)
    known["honorific"] = registration.honorific
    known["first_time"] = registration.first_time
    del known["honorific_other"]
    kept = given_by(registration)
    known["answers"] = {code: answer.text.split("\n") for code, answer in kept.items()}
    return known


def _errors(form: ProgramForm) -> list[dict[str, str]]:
    found = []
    for name, messages in form.errors.items():
        pointer = _POINTERS.get(name or "", name or "")
        if pointer.startswith(_QUESTION):
            pointer = f"answers/{pointer.removeprefix(_QUESTION)}"
        found += [at(pointer, str(message)) for message in messages]
    return found
