"""What a version changes, told in words: one line a session, for the team and the public alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from babel.lists import format_list
from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup, escape

from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Event
from fairapp.events.text import clock_time, language_names, weekday_date, words
from fairapp.programme.releases.changes import Change, What


@dataclass(frozen=True, slots=True)
class Names:
    """What codes mean at the fair today; what is gone keeps its code."""

    rooms: Mapping[str, LocalizedText]
    kinds: Mapping[str, LocalizedText]
    people: Mapping[int, str]

    def room(self, code: str) -> Markup:
        """The name of a room, or that there is none."""
        if not code:
            return escape(_("no room"))
        return _isolated(words(self.rooms.get(code) or LocalizedText(fr=code)))

    def kind(self, code: str) -> Markup:
        """The name of a kind."""
        return _isolated(words(self.kinds.get(code) or LocalizedText(fr=code)))

    def person(self, speaker: Any) -> Markup:
        """Somebody on the programme, as announced."""
        return _isolated(escape(self.people.get(speaker) or _("somebody no longer listed")))


@dataclass(frozen=True, slots=True)
class Line:
    """What happened to one session. `sign`: a value of `What`, or `hours` where only the length
    differs; `place`: when and where it is, or was; `news`: what differs."""

    code: str
    sign: str
    title: LocalizedText
    place: Markup
    news: tuple[Markup, ...]


def lines(event: Event, changes: Iterable[Change], names: Names) -> list[Line]:
    """Changes in words, in the language that is on."""
    return [
        Line(
            code=change.code,
            sign=_sign(change),
            title=LocalizedText(**change.title),
            place=_place(event, change.after or change.before, names),
            news=tuple(_news(event, change, names)),
        )
        for change in changes
    ]


def span(entry: Mapping[str, Any]) -> tuple[datetime, datetime]:
    """Beginning and end of an entry, in UTC."""
    start = datetime.fromisoformat(entry["starts_at"])
    return start, start + timedelta(minutes=entry["minutes"])


def counts(changes: Iterable[Change]) -> list[tuple[What, int]]:
    """How many sessions of each, the weightiest first."""
    found = Counter(change.what for change in changes)
    return [(what, found[what]) for what in What if found[what]]


def _sign(change: Change) -> str:
    is_longer = change.what is What.MOVED and not change.is_elsewhere
    return "hours" if is_longer else str(change.what)


def _place(event: Event, entry: Mapping[str, Any], names: Names) -> Markup:
    if not entry.get("starts_at"):
        return Markup("")
    start, end = span(entry)
    day = weekday_date(event.local(start).date())
    hours = _("%(start)s to %(end)s", start=clock_time(start, event), end=clock_time(end, event))
    when = escape(f"{day}, {hours}")
    return when + " · " + names.room(entry["room"]) if entry.get("room") else when


def _news(event: Event, change: Change, names: Names) -> Iterable[Markup]:
    """Each field that differs, in a few words; what is new, or gone, is said by its place."""
    if not change.before or not change.after:
        if change.after.get("is_cancelled"):
            yield escape(_("cancelled"))
        return
    was, now, fields = change.before, change.after, change.fields
    if "starts_at" in fields or "minutes" in fields:
        yield from _times(event, was, now)
    if "room" in fields:
        yield _from_to(names.room(was["room"]), names.room(now["room"]))
    if "kind" in fields:
        yield _from_to(names.kind(was["kind"]), names.kind(now["kind"]))
    if "title" in fields:
        yield _title(LocalizedText(**(was["title"] or {})), change)
    if "languages" in fields:
        yield _told(_("languages: %(languages)s"), languages=_languages(now["languages"]))
    if "interpretation" in fields:
        yield _interpretation(now["interpretation"])
    if "parts" in fields:
        yield from _people(was["parts"] or [], now["parts"] or [], names)
    if "documents" in fields:
        yield from _documents(was["documents"] or [], now["documents"] or [])
    if "acts" in fields:
        yield escape(_("the order of what is performed"))
    if "abstract" in fields:
        yield escape(_("the description"))


def _times(event: Event, was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterable[Markup]:
    (start, end), (new_start, new_end) = span(was), span(now)
    is_same_day = event.local(start).date() == event.local(new_start).date()
    if start != new_start:
        moments = (start, new_start)
        shown = [clock_time(at, event) if is_same_day else _day_time(event, at) for at in moments]
        yield _told(_("from %(was)s to %(now)s"), was=shown[0], now=shown[1])
    if was["minutes"] != now["minutes"]:
        ends = {"was": clock_time(end, event), "now": clock_time(new_end, event)}
        yield _told(_("ends at %(now)s, not at %(was)s"), **ends)


def _day_time(event: Event, at: datetime) -> str:
    return f"{weekday_date(event.local(at).date())}, {clock_time(at, event)}"


def _title(was: LocalizedText, change: Change) -> Markup:
    now = LocalizedText(**change.title)
    if str(was) == str(now):
        return escape(_("the title in another language"))
    return _told(_("was called “%(title)s”"), title=_isolated(words(was)))


def _languages(codes: str | None) -> str:
    return language_names((codes or "").split()) or "–"


def _interpretation(codes: str | None) -> Markup:
    if not codes:
        return escape(_("without interpretation"))
    return _told(_("interpreted into: %(languages)s"), languages=_languages(codes))


def _people(was: list[dict[str, Any]], now: list[dict[str, Any]], names: Names) -> Iterable[Markup]:
    """Whoever comes or goes; otherwise somebody does something else, or stands elsewhere."""
    before, after = ([part.get("speaker") for part in parts] for parts in (was, now))
    come = dict.fromkeys(person for person in after if person not in before)
    gone = dict.fromkeys(person for person in before if person not in after)
    if come:
        yield _told(_("with %(names)s"), names=_listed(names.person(p) for p in come))
    if gone:
        yield _told(_("without %(names)s"), names=_listed(names.person(p) for p in gone))
    if not come and not gone:
        yield escape(_("who does what"))


def _documents(was: list[dict[str, Any]], now: list[dict[str, Any]]) -> Iterable[Markup]:
    before, after = ([document.get("title", {}) for document in side] for side in (was, now))
    come = [title for title in after if title not in before]
    if come:
        yield _told(_("to read: %(titles)s"), titles=_listed(_shown(title) for title in come))
    else:
        yield escape(_("what there is to read"))


def _shown(title: dict[str, str]) -> Markup:
    return _isolated(words(LocalizedText(**title)))


def _from_to(was: Markup, now: Markup) -> Markup:
    return _told(_("%(was)s → %(now)s"), was=was, now=now)


def _told(text: str, **parts: str) -> Markup:
    """A translated text with what goes into it, which is escaped unless it is markup."""
    return escape(text) % parts


def _listed(parts: Iterable[Markup]) -> Markup:
    listed = tuple(parts)
    return escape(format_list(["%s"] * len(listed), locale=get_locale())) % listed


def _isolated(name: Markup) -> Markup:
    """A name keeps to itself, whichever way the line is read."""
    return Markup("<bdi>{}</bdi>").format(name)
