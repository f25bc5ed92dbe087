"""The programme of the demonstration fair: who speaks, what happens on the stage, two versions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.demo.days import at, before_fair
from fairapp.demo.sources import Json, read
from fairapp.events.models import Event
from fairapp.programme.editing import actions as editing
from fairapp.programme.models import Speaker
from fairapp.programme.parts import Act, Document, Part
from fairapp.programme.releases import actions as releases
from fairapp.programme.usual import add_kinds

LANGUAGES = {"J2-10": "ff man sus", "J3-05": "fr en"}


def add_programme(event: Event, at_first: datetime) -> None:
    """As an organiser would: drafts, the first version, what has changed since, the second."""
    versions = read("stage")["versions"]
    kinds = {code: kind.id for code, kind in add_kinds(event).items()}
    rooms = {room.code: room.id for room in event.rooms}
    speakers = _add_speakers(event)
    changed = []
    for row in read("programme")["sessions"]:
        values = _session(row, kinds, rooms) | _on_stage(row["id"], speakers)
        earlier = _earlier(versions["first"]["sessions"].get(row["id"], {}), rooms)
        draft = editing.create(event, values | earlier, code=row["id"], actor=None, at=at_first)
        if earlier:
            changed.append((draft, {name: values[name] for name in earlier}))
    releases.publish(event, note=_text(versions["first"]["note"]), actor=None, at=at_first)
    second = versions["second"]
    later = before_fair(second["days_before"], second["clock"])
    for draft, settled in changed:
        editing.change(draft, settled, version=draft.version, actor=None, at=later)
    releases.publish(event, note=_text(second["note"]), actor=None, at=later)


def _add_speakers(event: Event) -> dict[str, int]:
    """Ids by the names that stage.json has for them."""
    rows: Json = read("stage")["speakers"]
    speakers = {
        key: Speaker(event=event, **{**row, "function": _text(row["function"])})
        for key, row in rows.items()
    }
    db.session.add_all(speakers.values())
    db.session.flush()
    return {key: speaker.id for key, speaker in speakers.items()}


def _session(row: Json, kinds: Mapping[str, int], rooms: Mapping[str, int]) -> dict[str, Any]:
    words = read("texts")["sessions"][row["id"]]
    starts_at, ends_at = at(row["day"], row["start"]), at(row["day"], row["end"])
    return {
        "kind_id": kinds[row["type"]],
        "room_id": rooms[row["room"]],
        "title": LocalizedText(row["title_fr"], row["title_en"], words["title_ar"]),
        "abstract": _text(words.get("abstract", {})),
        "starts_at": starts_at,
        "minutes": int((ends_at - starts_at).total_seconds()) // 60,
        "capacity": row["capacity"],
        "languages": LANGUAGES.get(row["id"], "fr"),
        "interpretation": "en" if "EN" in row["note"] else "",
        "takes_sign_up": row["id"] in read("questions")["seats"],
        "records_attendance": row["record_attendance"],
        "note": row["note"],
    }


def _on_stage(code: str, speakers: Mapping[str, int]) -> dict[str, Any]:
    row = read("stage")["sessions"].get(code, {})
    return {
        "parts": tuple(Part(speakers[key], role) for role, key in row.get("parts", ())),
        "acts": tuple(_act(act, speakers) for act in row.get("acts", ())),
        "documents": tuple(
            Document(_text(item["title"]), url=item["url"], language=item["language"])
            for item in row.get("documents", ())
        ),
        "needs": row.get("needs", ""),
    }


def _act(row: Json, speakers: Mapping[str, int]) -> Act:
    return Act(
        title=_text(row["title"]),
        minutes=row["minutes"],
        speaker=speakers[row["by"]] if "by" in row else None,
        company=row.get("company", ""),
        performers=row.get("performers", ""),
        needs=row.get("needs", ""),
    )


def _earlier(row: Json, rooms: Mapping[str, int]) -> dict[str, Any]:
    """What the first version said otherwise."""
    values: dict[str, Any] = {}
    if "room" in row:
        values["room_id"] = rooms[row["room"]]
    if "title" in row:
        values["title"] = _text(row["title"])
    return values


def _text(words: dict[str, str]) -> LocalizedText:
    return LocalizedText(**words)
