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

from fairapp.core.db import SAFE_METHODS

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

    `contacts`: it shows phone numbers, e-mail addresses or secret links all over, so SEE_CONTACTS
    is needed as well. `devices`: whoever holds it may be a device. `scope`: open to programs that
    have it, and to nobody else.
    """

    public: bool = False
    administrators: bool = False
    permission: Permission | None = None
    contacts: bool = False
    devices: bool = False
    scope: str | None = None

    @property
    def needed(self) -> tuple[Permission, ...]:
        """All that has to be held."""
        if self.permission is None:
            return ()
        return (self.permission, Permission.SEE_CONTACTS) if self.contacts else (self.permission,)


class Principal(Protocol):
    """Who asks: a signed-in user, a device, or a program with a token of the API."""

    def can(self, permission: Any, event: Any) -> bool:
        """Whether it holds `permission`, for a program a scope, at `event`."""


class Member(Principal, Protocol):
    """A signed-in user, who may also be one that only reads."""

    def can_read(self, permission: Permission, event: Any) -> bool:
        """Whether it may open what `permission` opens at `event`, and change nothing there."""


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


def allow(
    permission: Permission, *, contacts: bool = False, devices: bool = False
) -> Callable[[_View], _View]:
    """Only whoever holds `permission` at the event of the address may see this view.

    `contacts`: and only whoever may see contacts. With `devices` that may also be a device:
    `present_device` says which, or that it is none.
    """

    def declare(view: _View) -> _View:
        view.__access__ = Access(  # type: ignore[attr-defined]
            permission=permission, contacts=contacts, devices=devices
        )
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
    # One hook after the other asks; for whoever was found, the address is looked at no more.
    return g.get("device") or (None if is_for_programs() else _holder("device", _find_device))


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
    if not all(may(permission) for permission in access.needed):
        abort(403)
    g.only_reads = _only_reads(access)
    if g.only_reads and request.method not in SAFE_METHODS:
        abort(403)
    return None


def keep_private(response: Response) -> Response:
    """Let no cache keep a page of the team, unless its view has said what may be kept."""
    access = access_of(request.endpoint) if request.endpoint else None
    if access is not None and not access.public:
        response.headers.setdefault("Cache-Control", "private, no-store")
    return response


def may(permission: Permission) -> bool:
    """Whether whoever asks holds `permission` at the event of the present page.

    Whoever only reads holds it while nothing is sent: no view has to know of that role.
    """
    if is_for_programs():
        return False  # it has scopes; a cookie that comes with it is nobody's
    if (device := present_device()) is not None:
        return bool(device.can(permission, g.get("event")))
    if not current_user.is_authenticated:
        return False
    if request.method in SAFE_METHODS:
        return may_open(permission, g.get("event"))
    return bool(current_user.can(permission, g.get("event")))


def may_open(permission: Permission, event: Any) -> bool:
    """Whether the signed-in user may open what `permission` opens at `event`, if only to read."""
    user: Member = current_user
    return user.can(permission, event) or user.can_read(permission, event)


def only_reads() -> bool:
    """Whether whoever asks sees the present page and may change nothing on it; template global."""
    return bool(g.get("only_reads"))


def _only_reads(access: Access) -> bool:
    event = g.get("event")
    if access.permission is not None:
        return not current_user.can(access.permission, event)
    # A page of any member's, at a fair: it is read by whoever does nothing but read there.
    return may_open(Permission.SEE_BOARD, event) and not any(
        current_user.can(permission, event) for permission in Permission
    )


def _holder(kind: str, find: _Find | None) -> Any:
    if kind not in g and (token := bearer()) is not None:
        if find is None:
            abort(401)
        setattr(g, kind, find(token))
    return g.get(kind)
