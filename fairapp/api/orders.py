"""What documents a program can order, and the forms of their kinds filled in by it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from fairapp.api.problems import at, invalid
from fairapp.core.access import Permission
from fairapp.events.models import Event
from fairapp.reports.documents.forms import DocumentForm
from fairapp.reports.documents.kinds import Kind

_COMMON = frozenset({"language", "purpose", "note", "csrf_token"})


def holds(permission: Permission) -> bool:
    """Whether a token that reads reports holds it: whatever asks for more is for people."""
    return permission == Permission.READ_REPORTS


def described(event: Event, kind: Kind) -> dict[str, Any]:
    """What can be chosen of a kind at this fair."""
    questions = [
        {"name": field.name, "label": str(field.label.text), "values": _values(field)}
        for field in kind.form(event)
        if field.name not in _COMMON
    ]
    return {"kind": kind.key, "title": str(kind.title), "choice": questions}


def filled_in(kind: Kind, event: Event, body: Mapping[str, Any]) -> DocumentForm:
    """The kind's form with what was chosen, and for the rest what it holds when it is opened.

    `Problem` 422 when it cannot be taken so.
    """
    form = kind.form(event)
    own = {field.name for field in form} - _COMMON
    unknown = _("There is no such choice.")
    wrong = [at(f"choice/{name}", unknown) for name in body["choice"] if name not in own]
    typed: MultiDict[str, str] = MultiDict()
    for field in form:
        data = field.data if isinstance(field.data, list) else [field.data]
        typed.setlist(field.name, [str(v) for v in data if v is not None and v is not False])
    for name, values in body["choice"].items():
        typed.setlist(name, values)
    for name in ("language", "purpose", "note"):
        typed[name] = body[name]
    form.process(typed)
    if not form.validate() or wrong:
        raise invalid([*_errors(form), *wrong])
    return form


def _values(field: Any) -> list[str] | None:
    if not hasattr(field, "iter_choices"):
        return None
    return [str(choice[0]) for choice in field.iter_choices()]


def _errors(form: DocumentForm) -> list[dict[str, str]]:
    return [
        at(name if name in _COMMON else f"choice/{name}", str(message))
        for name, messages in form.errors.items()
        for message in messages
    ]
