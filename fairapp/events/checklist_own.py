"""The lines of the checklist about the fair itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from babel.lists import format_list
from flask import current_app
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from fairapp.core.backups import nightly
from fairapp.core.i18n import LANGUAGES, LocalizedText
from fairapp.events.checklist import Item, State, When, check, checklist_part
from fairapp.events.models import Event
from fairapp.events.rules import Desk, desk
from fairapp.events.text import moment_line

_BEFORE = When.BEFORE
# One night may have been missed: the server was off.
_RECENT = timedelta(hours=36)
_TEXTS = ("name", "tagline", "description", "practical", "privacy_notice", "place", "organiser")
_HOME = ("description", "practical", "organiser")


@checklist_part
def fair_itself(event: Event, at: datetime) -> Iterable[Item]:
    """Dates, place, words, categories, gates, places, and whether registration is open."""
    yield Item(_BEFORE, _settled(event, "dates"), _l("Dates"), **_step("dates"))
    yield Item(_BEFORE, check(event.city and event.place), _l("City and place"), **_step("place"))
    yield Item(
        _BEFORE,
        check(event.privacy_notice),
        _l("What is done with personal data"),
        "privacy.notice",
    )
    contact = check(event.contact)
    yield Item(_BEFORE, contact, _l("Contact for the public"), **_step("opening"))
    yield _categories(event)
    gates = check(any(gate.is_entrance for gate in event.checkpoints))
    yield Item(_BEFORE, gates, _l("An entrance where badges are scanned"), "checkpoints.index")
    yield Item(_BEFORE, _settled(event, "rooms", State.OPTIONAL), _l("Rooms"), "rooms.index")
    limits = event.capacity is not None or any(c.capacity is not None for c in event.categories)
    limited = check(limits, otherwise=State.OPTIONAL)
    yield Item(_BEFORE, limited, _l("A limit of places"), **_step("opening"))
    yield _translations(event)
    home = check(all(getattr(event, name) for name in _HOME), otherwise=State.OPTIONAL)
    yield Item(_BEFORE, home, _l("Words of the home page"), "event_home.edit")
    opened = event.published_at is not None and (
        desk(event.registration_opens_at, event.registration_ends_at, at=at) != Desk.NOT_YET
    )
    yield Item(_BEFORE, check(opened), _l("Registration opened"), "checklist.index", **_anchor())
    closed = check(event.closed_at is not None)
    yield Item(When.AFTER, closed, _l("Fair closed"), "checklist.index", **_anchor())


@checklist_part
def copies(event: Event, at: datetime) -> Iterable[Item]:
    """Whether this server's data could be brought back; of an invented fair nobody asks."""
    if event.is_demonstration:
        return
    last = nightly.last_backup()
    said = moment_line(last.at, event) if last.at else ""
    is_recent = last.at is not None and at - last.at < _RECENT
    label = _l("A sealed copy of the data each night")
    if is_recent and not last.failed_at:
        yield Item(When.OPEN, State.DONE, label, note=_("Last copy: %(when)s.", when=said))
        return
    is_served = bool(current_app.config["PUBLIC_URL"])
    missing = State.MISSING if is_served or nightly.is_configured() else State.OPTIONAL
    if last.failed_at:
        failed = moment_line(last.failed_at, event)
        note = _(
            "The copy could not be written on %(when)s. Tell whoever runs the server.", when=failed
        )
    elif nightly.is_configured():
        note = _("The next one is made tonight, if the server is running.")
    else:
        note = _(
            "Ask whoever runs the server to set BACKUP_TO and BACKUP_RECIPIENT, as docs/backup.md "
            "explains."
        )
    before = _("Last copy: %(when)s.", when=said) if said else _("There is no copy yet.")
    yield Item(When.OPEN, missing, label, note=f"{before} {note}")


def _categories(event: Event) -> Item:
    is_open = any(category.is_open for category in event.categories)
    state = _settled(event, "categories") if is_open else State.MISSING
    return Item(_BEFORE, state, _l("Categories, with letters and colours"), **_step("categories"))


def _translations(event: Event) -> Item:
    texts: list[LocalizedText] = [getattr(event, name) for name in _TEXTS]
    texts += [category.name for category in event.categories]
    texts += [room.name for room in event.rooms]
    locale = get_locale()
    lacking = []
    for code in (code for code in LANGUAGES if code in event.languages):
        count = sum(1 for text in texts if text and not getattr(text, code))
        if count:
            name = locale.languages.get(code, code)
            lacking.append(_("%(language)s: %(count)s", language=name, count=count))
    note = format_list(lacking, locale=locale) if lacking else ""
    return Item(_BEFORE, check(not lacking), _l("Texts in each language"), "event_home.edit", note)


def _settled(event: Event, step: str, otherwise: State = State.MISSING) -> State:
    return check(step in event.settled, otherwise=otherwise)


def _step(step: str) -> dict[str, Any]:
    return {"endpoint": "guide.show", "values": {"step": step}}


def _anchor() -> dict[str, Any]:
    return {"values": {"_anchor": "opening"}}
