"""Who may see a view: declared right under its route, refused when it is not.

    @bp.get("/desk/<slug>/")
    @allow(Permission.SEARCH_PEOPLE)
    def desk(event: Event) -> str: ...

What a permission needs is decided by `accounts` (roles per event); this module only asks the
signed-in user `can(permission, event)`. A view may be open to devices as well: whoever sends a
bearer token to it is that device, whatever cookie comes with it. A view with a `@scope` is for
programs alone: it looks at no cookie, and asks the token of the API whether it has that scope.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from flask import Flask, Response, abort, current_app, g, request
from flask_login import current_user
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response as BaseResponse

_View = TypeVar("_View", bound=Callable[..., Any])
_BEARER = "bearer "


class Permission(StrEnum):
    """What a role may do at one event."""

    MANAGE_EVENT = "manage_event"
    EDIT_PROGRAMME = "edit_programme"
    MANAGE_REGISTRATIONS = "manage_registrations"
    SEE_BOARD = "see_board"
    SEARCH_PEOPLE = "search_people"
    SEE_CONTACTS = "see_contacts"
    REGISTER_ON_SITE = "register_on_site"
    CHECK_IN = "check_in"
    OVERRIDE_REFUSAL = "override_refusal"
    PRINT_BADGES = "print_badges"
    READ_REPORTS = "read_reports"
    # What everybody is due, and signing for it; without anybody's identity document.
    APPROVE_PAYMENTS = "approve_payments"
    # Identity documents, mobile-money numbers, and paying.
    HANDLE_PAYMENTS = "handle_payments"


@dataclass(frozen=True)
class Access:
    """A view's declaration: open to all, to any member of a team, to whoever holds a permission.

    `devices`: whoever holds it may be a device. `scope`: open to programs that have it, and to
    nobody else.
    """

    public: bool = False
    administrators: bool = False
    permission: Permission | None = None
    devices: bool = False
    scope: str | None = None


class Principal(Protocol):
    """Who asks: a signed-in user, a device, or a program with a token of the API."""

    def can(self, permission: Any, event: Any) -> bool:
        """Whether it holds `permission`, for a program a scope, at `event`."""


_Find = Callable[[str], Principal]
_find_device: _Find | None = None
_find_program: _Find | None = None


def public(view: _View) -> _View:
    """Anybody may see this view."""
    view.__access__ = Access(public=True)  # type: ignore[attr-defined]
    return view


def signed_in(view: _View) -> _View:
    """Any signed-in member of a team may see this view."""
    view.__access__ = Access()  # type: ignore[attr-defined]
    return view


def administrators(view: _View) -> _View:
    """Only administrators may see this view: it belongs to no fair."""
    view.__access__ = Access(administrators=True)  # type: ignore[attr-defined]
    return view


def allow(permission: Permission, *, devices: bool = False) -> Callable[[_View], _View]:
    """Only whoever holds `permission` at the event of the address may see this view.

    With `devices` that may also be a device: `present_device` says which, or that it is none.
    """

    def declare(view: _View) -> _View:
        view.__access__ = Access(permission=permission, devices=devices)  # type: ignore[attr-defined]
        return view

    return declare


def scope(name: str) -> Callable[[_View], _View]:
    """Only a program whose token has this scope at the event of the address may ask this view."""

    def declare(view: _View) -> _View:
        view.__access__ = Access(scope=name)  # type: ignore[attr-defined]
        return view

    return declare


def access_of(endpoint: str) -> Access | None:
    """The declaration of the view behind `endpoint`; None when it made none."""
    if endpoint == "static":
        return Access(public=True)
    return getattr(current_app.view_functions[endpoint], "__access__", None)


def device_loader(find: Callable[[str], Principal]) -> Callable[[str], Principal]:
    """Ask `find` for the device of a token; it raises an answer when there is none."""
    global _find_device
    _find_device = find
    return find


def program_loader(find: Callable[[str], Principal]) -> Callable[[str], Principal]:
    """As `device_loader`, for the tokens of programs."""
    global _find_program
    _find_program = find
    return find


def is_for_programs() -> bool:
    """Whether the view that is asked has a scope, and so takes no cookie."""
    access = access_of(request.endpoint) if request.endpoint else None
    return access is not None and access.scope is not None


def bearer() -> str | None:
    """The token that comes with this request, to a view that takes one; else None."""
    access = access_of(request.endpoint) if request.endpoint else None
    takes_tokens = access is not None and (access.devices or access.scope is not None)
    header = request.headers.get("Authorization", "")
    if not takes_tokens or not header.lower().startswith(_BEARER):
        return None
    return header[len(_BEARER) :].strip()


def present_device() -> Any:
    """The device that asks, looked up once; None when it is a signed-in user or a program."""
    return None if is_for_programs() else _holder("device", _find_device)


def present_program() -> Any:
    """The token of the API that asks, looked up once; None when it is anybody else."""
    return _holder("program", _find_program) if is_for_programs() else None


def init_app(app: Flask) -> None:
    """Enforce the declarations before every request."""
    # None of our views is a coroutine; Flask asks each of them, and each hook, at every request.
    app.ensure_sync = lambda func: func  # type: ignore[method-assign]
    app.before_request(enforce)
    app.after_request(keep_private)


def enforce() -> BaseResponse | None:
    """Refuse an undeclared view (403), send strangers to the sign-in page, check the permission."""
    if request.endpoint is None:
        return None
    access = access_of(request.endpoint)
    if access is None:
        abort(403)
    if access.public:
        return None
    if access.scope is not None:
        if (program := present_program()) is None:
            raise Unauthorized(www_authenticate=WWWAuthenticate("bearer"))
        if not program.can(access.scope, g.get("event")):
            abort(403)
        return None
    if (device := present_device()) is not None:
        if access.permission is None or not device.can(access.permission, g.get("event")):
            abort(403)
        return None
    if not current_user.is_authenticated:
        if request.path.startswith("/api/"):
            abort(401)
        return current_app.login_manager.unauthorized()  # type: ignore[attr-defined, no-any-return]
    if access.administrators and not current_user.is_administrator:
        abort(403)
    if access.permission and not current_user.can(access.permission, g.get("event")):
        abort(403)
    return None


def keep_private(response: Response) -> Response:
    """Let no cache keep a page of the team, unless its view has said what may be kept."""
    access = access_of(request.endpoint) if request.endpoint else None
    if access is not None and not access.public:
        response.headers.setdefault("Cache-Control", "private, no-store")
    return response


def may(permission: Permission) -> bool:
    """Whether whoever asks holds `permission` at the event of the present page."""
    if is_for_programs():
        return False  # it has scopes; a cookie that comes with it is nobody's
    if (device := present_device()) is not None:
        return bool(device.can(permission, g.get("event")))
    return bool(current_user.is_authenticated and current_user.can(permission, g.get("event")))


def _holder(kind: str, find: _Find | None) -> Any:
    if kind not in g and (token := bearer()) is not None:
        if find is None:
            abort(401)
        setattr(g, kind, find(token))
    return g.get(kind)
