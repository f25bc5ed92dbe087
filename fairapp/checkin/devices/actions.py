"""Verbs about devices: make one, enrol a phone as it, cut it off, prolong and rename it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import update

from fairapp.accounts.models import User
from fairapp.checkin.devices import queries, rules
from fairapp.checkin.models import Device
from fairapp.core import audit
from fairapp.core.access import Permission
from fairapp.core.db import db, refusing
from fairapp.core.errors import DomainError
from fairapp.events.models import Checkpoint, Event

_PREFIX = "P"


@dataclass(frozen=True, slots=True)
class NewDevice:
    """What the team says of a device; without `checkpoint` it scans at any."""

    name: str
    checkpoint: Checkpoint | None = None
    may_override: bool = False
    may_search: bool = False
    expires_at: datetime | None = None


def make(event: Event, new: NewDevice, *, actor: User, at: datetime) -> Device:
    """A device that no phone is enrolled as yet; without `expires_at`, until the fair is over."""
    device = Device(
        event_id=event.id,
        code=_free_code(event),
        name=new.name,
        checkpoint_id=new.checkpoint.id if new.checkpoint else None,
        may_override=new.may_override,
        may_search=new.may_search,
        expires_at=new.expires_at or usual_end(event, at),
    )
    raced = DomainError("device_raced", _l("Somebody else has just added a device. Try again."))
    with refusing(raced):
        db.session.add(device)
    audit.record("device.made", device, at=at, actor=actor, details=_told(device))
    if device.may_search:
        audit.record("device.search_allowed", device, at=at, actor=actor, details=_told(device))
    return device


def usual_end(event: Event, at: datetime) -> datetime:
    """The end of the day after the fair's last: what was scanned offline comes in by then."""
    if not event.days:
        return at + timedelta(days=1)
    end = event.utc(event.days[-1].date + timedelta(days=2), time.min)
    return max(end, at + timedelta(days=1))


def give_code(device: Device, *, actor: User, at: datetime) -> str:
    """A code for the next quarter of an hour that enrols one phone as `device`.

    The phone that was enrolled as it before is that no more once another one is.
    """
    code = rules.new_code()
    device.enrolment_hash = rules.digest(code)
    device.enrolment_expires_at = at + rules.CODE_LIFETIME
    audit.record("device.code_given", device, at=at, actor=actor)
    return code


def enrol(code: str, *, at: datetime) -> tuple[Device, str]:
    """The device that `code` stands for and its new token; `code_unknown`, `code_expired`."""
    device = queries.by_code(code)
    if device is None or device.revoked_at is not None or device.enrolment_expires_at is None:
        raise DomainError("code_unknown", "")
    if device.enrolment_expires_at <= at:
        raise DomainError("code_expired", "")
    token, used = rules.new_token(), device.enrolment_hash
    # Of two phones that scan the same code at the same time, one is enrolled.
    claim = (
        update(Device)
        .where(Device.id == device.id, Device.enrolment_hash == used)
        .values(_enrolled(token, at))
        .returning(Device.id)
    )
    if db.session.scalar(claim) is None:
        raise DomainError("code_unknown", "")
    db.session.refresh(device)
    audit.record("device.enrolled", device, at=at, details=_told(device))
    return device, token


def enrol_own(event: Event, name: str, *, actor: User, at: datetime) -> tuple[Device, str]:
    """A device and its token for the phone that `actor` holds, with his or her own rights."""
    may_override = actor.can(Permission.OVERRIDE_REFUSAL, event)
    device = make(event, NewDevice(name, may_override=may_override), actor=actor, at=at)
    token = rules.new_token()
    for column, value in _enrolled(token, at).items():
        setattr(device, column, value)
    db.session.flush()
    audit.record("device.enrolled", device, at=at, actor=actor, details=_told(device))
    return device, token


def revoke(device: Device, *, actor: User, at: datetime) -> None:
    """Cut a device off for good, and at once; a lost phone learns nothing more."""
    if device.revoked_at is None:
        device.revoked_at = at
        device.enrolment_hash = device.enrolment_expires_at = None
        audit.record("device.revoked", device, at=at, actor=actor, details=_told(device))


def prolong(device: Device, until: datetime, *, actor: User, at: datetime) -> None:
    """Let a device work until `until`; refusals `until_past` and `device_revoked`."""
    if device.revoked_at is not None:
        raise DomainError("device_revoked", _l("A device that was cut off stays so. Make another."))
    if until <= at:
        raise until_past()
    details = {"until": until.isoformat(), **_told(device)}
    device.expires_at = until
    audit.record("device.prolonged", device, at=at, actor=actor, details=details)


def until_past() -> DomainError:
    """The refusal of a day that is over."""
    return DomainError("until_past", _l("Choose a day to come."), field="until")


def rename(device: Device, name: str, *, actor: User, at: datetime) -> None:
    """Call a device otherwise."""
    if name != device.name:
        told = {"code": device.code, **audit.changes({"name": device.name}, {"name": name})}
        audit.record("device.renamed", device, at=at, actor=actor, details=told)
        device.name = name


def let_search(device: Device, may_search: bool, *, actor: User, at: datetime) -> None:
    """Allow a device to look people up by name without network, or no longer."""
    if may_search != device.may_search:
        device.may_search = may_search
        action = "device.search_allowed" if may_search else "device.search_forbidden"
        audit.record(action, device, at=at, actor=actor, details=_told(device))


def renew_search(device: Device, *, actor: User, at: datetime) -> None:
    """Let the phone have its list of names once more, as a secret was forgotten or the list erased.

    What was kept of it until then opens no more with what the phone is given from now on.
    """
    audit.record("device.search_renewed", device, at=at, actor=actor, details=_told(device))


def _enrolled(token: str, at: datetime) -> dict[str, object]:
    return {
        "token_hash": rules.digest(token),
        "enrolled_at": at,
        "enrolment_hash": None,
        "enrolment_expires_at": None,
    }


def _free_code(event: Event) -> str:
    taken = queries.codes(event)
    return next(code for n in range(1, len(taken) + 2) if (code := f"{_PREFIX}{n}") not in taken)


def _told(device: Device) -> dict[str, object]:
    return {"code": device.code, "name": device.name}
