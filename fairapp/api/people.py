"""Registrations for programs: listed, read, made, changed, cancelled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import abort, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from fairapp.api import paging, people_rows, tags
from fairapp.api.blueprint import bp, present_token
from fairapp.api.idempotency import KeyHeader, once
from fairapp.api.people_form import ProgramForm, filled_in
from fairapp.api.people_schemas import (
    ChangeSchema,
    MadeRegistrationSchema,
    NewRegistrationSchema,
    RegistrationPageSchema,
    RegistrationQuery,
    RegistrationSchema,
)
from fairapp.api.problems import Problem, at, invalid, refused
from fairapp.api.rules import Scope
from fairapp.core import clock
from fairapp.core.addresses import absolute
from fairapp.core.errors import DomainError
from fairapp.events.models import Category, Event
from fairapp.events.queries import category_by_invitation
from fairapp.registration import actions, queries
from fairapp.registration.duplicates.queries import candidates
from fairapp.registration.enrolment import enrol
from fairapp.registration.models import Registration, Source, Status
from fairapp.registration.questions import answers

_TAG = "registrations"
_ALL = "/events/<slug>/registrations"
_ONE = f"{_ALL}/<reference>"
# Whoever is declined, cancelled, replaced or merged is not corrected, as on the pass.
_STANDING = frozenset({Status.CONFIRMED, Status.PENDING, Status.WAITING, Status.OFFERED})


@bp.operation(
    "GET", _ALL, Scope.READ_REGISTRATIONS, _l("List registrations"), tag=_TAG, refuses=(422,)
)
@bp.arguments(RegistrationQuery, location="query")
@bp.response(200, RegistrationPageSchema)
def list_registrations(query: Mapping[str, Any], event: Event) -> tuple[Any, int, dict[str, str]]:
    limit, cursor = query["limit"], query["cursor"]
    rows, ids = people_rows.listed(event, query, after=paging.after(cursor), limit=limit + 1)
    contacts = present_token().can(Scope.CONTACTS, event)
    shown = [people_rows.shown(told, contacts=contacts) for told in rows]
    page = paging.page(shown, limit, cursor, ids=ids)
    return page, 200, page.headers


@bp.operation(
    "POST",
    _ALL,
    Scope.WRITE_REGISTRATIONS,
    _l("Register somebody"),
    tag=_TAG,
    refuses=(409,),
    description=_l(
        "As on the public form: opening, quotas, categories and the waiting list hold, the person"
        " gets the usual letter. Somebody who seems to be registered already is refused with 409,"
        " unless `anyway` is true."
    ),
)
@bp.arguments(KeyHeader, location="headers")
@bp.arguments(NewRegistrationSchema)
@bp.response(201, MadeRegistrationSchema)
def create_registration(
    headers: Mapping[str, str], body: Mapping[str, Any], event: Event
) -> tuple[Any, int, dict[str, str]]:
    token, now = present_token(), clock.now()
    reference = once(token, headers["key"], body, lambda: _register(event, body, now), at=now)
    registration = _find(event, reference)
    told = _shown(registration)
    told["pass_url"] = absolute("passes.show", pass_key=registration.pass_key)
    place = url_for("api.read_registration", slug=event.slug, reference=registration.reference)
    return told, 201, {"Location": place}


@bp.operation("GET", _ONE, Scope.READ_REGISTRATIONS, _l("Read a registration"), tag=_TAG)
@bp.response(200, RegistrationSchema, headers=tags.HEADERS)
def read_registration(event: Event, reference: str) -> tuple[Any, int, dict[str, str]]:
    registration = _find(event, reference)
    return _shown(registration), 200, _tag(registration)


@bp.operation(
    "PATCH",
    _ONE,
    Scope.WRITE_REGISTRATIONS,
    _l("Correct a registration"),
    tag=_TAG,
    refuses=(409, 412, 428),
    description=_l(
        "As the person may: a place that is held stays, if there is room for what is new."
    ),
)
@bp.arguments(tags.MatchHeader, location="headers")
@bp.arguments(ChangeSchema)
@bp.response(200, RegistrationSchema, headers=tags.HEADERS)
def change_registration(
    headers: Mapping[str, str], body: Mapping[str, Any], event: Event, reference: str
) -> tuple[Any, int, dict[str, str]]:
    registration, now, actor = _find(event, reference), clock.now(), present_token().actor
    # In the queue first: nobody changes it between the look at its tag and the change.
    actions.take_turn(registration)
    tags.check(_tag(registration)["ETag"])
    if registration.status not in _STANDING:
        raise Problem(409, "not_standing", _l("This registration cannot be changed any more."))
    form = filled_in(event, body, registration=registration)
    try:
        actions.update_details(registration, form.details(), actor=actor, at=now)
        if "answers" in body:
            answers.write(registration, form.answers(), actor=actor, at=now)
    except DomainError as error:
        raise refused(error) from error
    return _shown(registration), 200, _tag(registration)


@bp.operation(
    "POST",
    f"{_ONE}/cancellation",
    Scope.WRITE_REGISTRATIONS,
    _l("Cancel a registration"),
    tag=_TAG,
    refuses=(409,),
    description=_l(
        "The place is given up and the person gets the usual letter; done twice, nothing happens."
    ),
)
@bp.response(200, RegistrationSchema, headers=tags.HEADERS)
def cancel_registration(event: Event, reference: str) -> tuple[Any, int, dict[str, str]]:
    registration = _find(event, reference)
    try:
        actions.cancel(registration, actor=present_token().actor, at=clock.now())
    except DomainError as error:
        raise refused(error) from error
    return _shown(registration), 200, _tag(registration)


def _register(event: Event, body: Mapping[str, Any], now: datetime) -> str:
    invited = _invited(event, body)
    form = filled_in(event, body, invited=invited)
    details = form.details()
    if not body.get("anyway"):
        _refuse_known(event, form)
    try:
        registration = enrol(
            event,
            details,
            given=form.answers(),
            sessions=form.sessions.data or (),
            source=Source.ONLINE,
            actor=present_token().actor,
            at=now,
            is_invited=invited is not None and details.category.id == invited.id,
        )
    except DomainError as error:
        raise refused(error) from error
    return registration.reference


def _refuse_known(event: Event, form: ProgramForm) -> None:
    token = present_token()
    # As for the team: whoever may not see contacts cannot find them out by asking.
    known = candidates(event, form.details(), limit=3, contacts=token.can(Scope.CONTACTS, event))
    if not known:
        return
    may_see = token.can(Scope.READ_REGISTRATIONS, event)
    references = [one.person.reference for one in known]
    more: dict[str, Any] = {"candidates": references} if may_see else {}
    title = _l("This person seems to be registered already. Say `anyway` to register all the same.")
    raise Problem(409, "known_already", title, **more)


def _invited(event: Event, body: Mapping[str, Any]) -> Category | None:
    key = body.get("invitation")
    invited = category_by_invitation(event, key)
    if key is not None and invited is None:
        raise invalid([at("invitation", _("This invitation is not valid."))])
    return invited


def _find(event: Event, reference: str) -> Registration:
    return queries.find_by_reference(event, reference) or abort(404)


def _shown(registration: Registration) -> people_rows.Told:
    contacts = present_token().can(Scope.CONTACTS, registration.event)
    return people_rows.shown(people_rows.one(registration), contacts=contacts)


def _tag(registration: Registration) -> dict[str, str]:
    return {"ETag": tags.written(people_rows.tag(people_rows.one(registration)))}
