"""The page on which the organiser says what the columns are, and what holds for the whole list."""

from __future__ import annotations

from collections.abc import Mapping

from flask import render_template, request

from fairapp.core.errors import DomainError
from fairapp.core.i18n import current_language
from fairapp.events.models import Event
from fairapp.registration.imports.actions import Options
from fairapp.registration.imports.columns import Columns
from fairapp.registration.imports.models import RegistrationImport


def chosen_fields(event: Event, list_: RegistrationImport) -> dict[int, str]:
    """The field of each column, by index, as the page was sent."""
    known, width = Columns(event).labels, int(list_.options["width"])
    chosen = {i: request.form.get(f"column-{i}", "") for i in range(width)}
    return {i: field for i, field in chosen.items() if field in known}


def chosen_options(list_: RegistrationImport) -> Options:
    """What holds for the whole list, as the page was sent."""
    form = request.form
    is_named = form.get("header") == "y" and list_.options["header"] is not None
    return Options(
        header=list_.options["header"] if is_named else None,
        category=form.get("category", ""),
        language=form.get("language", "fr"),
        days=tuple(form.getlist("days", type=int)),
        tell=form.get("tell") == "y",
    )


def mapping_page(
    event: Event,
    list_: RegistrationImport,
    *,
    chosen: Mapping[int, str] | None = None,
    error: DomainError | None = None,
) -> str:
    """The page; as it was sent when there is an `error`."""
    columns = Columns(event)
    kept = {int(i): field for i, field in list_.mapping.items()}
    return render_template(
        "imports/mapping.html",
        list_=list_,
        chosen=kept if chosen is None else chosen,
        fields=columns.labels,
        has_file_questions=columns.has_files,
        options=chosen_options(list_) if error else _kept_options(list_),
        error=error,
    )


def _kept_options(list_: RegistrationImport) -> Options:
    kept = list_.options
    return Options(
        header=kept["header"] if kept.get("is_named", True) else None,
        category=kept.get("category", ""),
        language=kept.get("language", current_language()),
        days=tuple(kept.get("days", ())),
        tell=bool(kept.get("tell")),
    )
