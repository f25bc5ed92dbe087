"""Figures and documents for programs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Response, abort, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from fairapp.api import orders, throttle
from fairapp.api.blueprint import bp, present_token
from fairapp.api.fields import utc
from fairapp.api.idempotency import KeyHeader, once
from fairapp.api.problems import at, invalid, refused
from fairapp.api.report_schemas import (
    DocumentListSchema,
    DocumentSchema,
    FiguresQuery,
    FiguresSchema,
    KindListSchema,
    OrderSchema,
)
from fairapp.api.rules import Scope
from fairapp.core import clock, storage
from fairapp.core.errors import DomainError
from fairapp.events.models import Event
from fairapp.reports.documents import actions, evidence, kinds, listing
from fairapp.reports.documents.listing import Document
from fairapp.reports.participation import exports
from fairapp.reports.participation.facts import gather
from fairapp.reports.participation.presence_tables import all_tables
from fairapp.reports.tables import MIMETYPES

_TAG = "reports"
_ALL = "/events/<slug>/documents"
_ONE = f"{_ALL}/<int:document_id>"
_LATEST = 100


@bp.operation(
    "GET",
    "/events/<slug>/figures",
    Scope.READ_REPORTS,
    _l("Read the figures"),
    description=_l("The tables of the attendance report, of this moment, in your language."),
    tag=_TAG,
    refuses=(409, 422),
)
@bp.arguments(FiguresQuery, location="query")
@bp.response(200, FiguresSchema)
def read_figures(query: Mapping[str, Any], event: Event) -> Response:
    throttle.spend(present_token().id, throttle.DEAR)
    now, is_shared = clock.now(), query["shared"] == "true"
    with evidence.one_moment():
        facts = gather(event, shared=is_shared, until=now)
        content = exports.as_json_file(facts, all_tables(facts), data_at=utc(now))
    return Response(content, mimetype="application/json")


@bp.operation(
    "GET", f"{_ALL}/kinds", Scope.READ_REPORTS, _l("List the kinds of documents"), tag=_TAG
)
@bp.response(200, KindListSchema)
def list_document_kinds(event: Event) -> Any:
    groups = kinds.offered(event, orders.holds)
    return {"items": [orders.described(event, kind) for group in groups.values() for kind in group]}


@bp.operation(
    "GET",
    _ALL,
    Scope.READ_REPORTS,
    _l("List documents"),
    description=_l("The latest hundred, the newest first."),
    tag=_TAG,
)
@bp.response(200, DocumentListSchema)
def list_documents(event: Event) -> Any:
    found = listing.documents(event, orders.holds, limit=_LATEST)
    return {"items": [_document(document) for document in found]}


@bp.operation(
    "POST",
    _ALL,
    Scope.READ_REPORTS,
    _l("Order a document"),
    description=_l("It is made soon: read it again until its `status` is `done`."),
    tag=_TAG,
    refuses=(409,),
)
@bp.arguments(KeyHeader, location="headers")
@bp.arguments(OrderSchema)
@bp.response(202, DocumentSchema)
def order_document(
    headers: Mapping[str, str], body: Mapping[str, Any], event: Event
) -> tuple[Any, int, dict[str, str]]:
    now = clock.now()
    reference = once(
        present_token(), headers["key"], body, lambda: _order(event, body, now), at=now
    )
    document = _find(event, int(reference))
    place = url_for("api.read_document", slug=event.slug, document_id=document.job.id)
    return _document(document), 202, {"Location": place}


@bp.operation("GET", _ONE, Scope.READ_REPORTS, _l("Read a document’s state"), tag=_TAG)
@bp.response(200, DocumentSchema)
def read_document(event: Event, document_id: int) -> Any:
    return _document(_find(event, document_id))


@bp.operation(
    "POST",
    f"{_ONE}/downloads",
    Scope.READ_REPORTS,
    _l("Take a document away"),
    description=_l("The file. Not by GET, for who took it is written down."),
    tag=_TAG,
    refuses=(409,),
)
@bp.response(200, {"type": "string", "format": "binary"}, content_type=MIMETYPES["pdf"])
@bp.alt_response(200, schema={"type": "string"}, content_type=MIMETYPES["csv"])
@bp.alt_response(200, schema={"type": "object"}, content_type=MIMETYPES["json"])
@bp.alt_response(200, schema={"type": "string", "format": "binary"}, content_type=MIMETYPES["xlsx"])
def download_document(event: Event, document_id: int) -> Response:
    document = _find(event, document_id)
    if document.job.file is None:
        raise refused(DomainError("not_made", _l("This document is not made yet.")))
    actor = present_token().actor
    actions.note_download(document.job, document.report, actor=actor, at=clock.now())
    return storage.send(document.job.file)


def _order(event: Event, body: Mapping[str, Any], now: datetime) -> str:
    kind = kinds.find(body["kind"])
    if kind is None or not kind.is_offered(event) or not orders.holds(kind.permission):
        raise invalid([at("kind", _("There is no such kind of document."))])
    form = orders.filled_in(kind, event, body)
    choice = form.choice()
    if not all(map(orders.holds, kind.permissions(choice))):
        abort(403)
    try:
        job = actions.order(
            event,
            kind.key,
            choice,
            actor=present_token().actor,
            at=now,
            **form.values("language", "purpose", "note"),
        )
    except DomainError as error:
        raise refused(error) from error
    return str(job.id)


def _document(document: Document) -> dict[str, Any]:
    job, report = document.job, document.report
    file = job.file
    return {
        "id": job.id,
        "kind": document.kind.key,
        "title": report.title if report else str(document.kind.title),
        "language": document.language,
        "purpose": document.purpose,
        "note": document.note,
        "ordered_by": job.created_by_name,
        "ordered_at": job.created_at,
        "status": job.status,
        "done": job.done,
        "total": job.total,
        "number": evidence.display(report.number) if report else None,
        "data_at": report.data_at if report else None,
        "people": report.people if report else None,
        "is_withdrawn": report is not None and report.withdrawn_at is not None,
        "file": file
        and {
            "name": file.name,
            "media_type": file.mimetype,
            "size": file.size,
            "sha256": file.sha256,
        },
    }


def _find(event: Event, document_id: int) -> Document:
    """404 also for what the token may not see: it need not know that it is there."""
    found = listing.find_document(event, document_id)
    return found if found is not None and found.is_open_to(orders.holds) else abort(404)
