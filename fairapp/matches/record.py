"""The record of a match: lines are appended, one or many, from a phone or a form, by one path.

The same uuid again changes nothing and answers the same; an undo is a line that names another.
Whoever calls commits: nothing here is acknowledged before that.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from fairapp.core import audit
from fairapp.core.audit import Actor
from fairapp.core.db import db, insert_once
from fairapp.core.errors import DomainError
from fairapp.matches import queries, rules
from fairapp.matches.facts import PHASES, Fact, Kind
from fairapp.matches.items import AnyItem, InvalidItem, Item, Outcome, UndoItem
from fairapp.matches.models import Incident, Match

MOST_ITEMS = 50

_MALFORMED = _l("This could not be understood.")
_TAKEN = _l("Reload the page and try again.")
_UNKNOWN = _l("What is to be undone could not be found.")
_UNDONE = _l("This has already been undone.")


def record(
    match: Match,
    items: Sequence[AnyItem],
    *,
    actor: Actor | None,
    received_at: datetime,
    sent_at: datetime,
) -> list[Outcome]:
    """Append what `items` say; their outcomes, in the same order. An item that cannot be gets its
    reason and stops nobody.

    `sent_at` is the phone's clock when it sent them: what it says of the past is as right as ours.
    """
    if len(items) > MOST_ITEMS:
        raise ValueError(f"at most {MOST_ITEMS} at once, not {len(items)}")
    # Two phones at one match: the second waits, and is judged by what the first has noted.
    db.session.execute(select(Match.id).where(Match.id == match.id).with_for_update())
    outcomes = []
    for item in items:
        if isinstance(item, InvalidItem):
            outcomes.append(Outcome(item.uuid, "refused", _MALFORMED))
            continue
        at = min(received_at, received_at - (sent_at - item.at))
        outcomes.append(_settle(match, item, actor=actor, at=at, received_at=received_at))
    return outcomes


def record_one(match: Match, item: Item | UndoItem, *, actor: Actor | None, at: datetime) -> None:
    """One line from a form of this very server. DomainError when it cannot be."""
    [outcome] = record(match, [item], actor=actor, received_at=at, sent_at=at)
    if outcome.status == "refused":
        raise DomainError("refused", outcome.reason)


def _settle(
    match: Match, item: Item | UndoItem, *, actor: Actor | None, at: datetime, received_at: datetime
) -> Outcome:
    owner = queries.stored([item.uuid]).get(item.uuid)
    if owner is not None:
        is_ours = owner == match.id
        return Outcome(item.uuid, "already") if is_ours else Outcome(item.uuid, "refused", _TAKEN)
    known = queries.facts([match], until=received_at)[match.id]
    try:
        if isinstance(item, UndoItem):
            lines = _undoing(match, item, known, at)
        else:
            lines = [_line(match, item, known, at)]
    except DomainError as error:
        return Outcome(item.uuid, "refused", error.message)
    for fact in lines:
        _append(match, fact, actor=actor, received_at=received_at)
    return Outcome(item.uuid, "stored")


def _line(match: Match, item: Item, known: Sequence[Fact], at: datetime) -> Fact:
    minute = item.minute
    kept = rules.standing(known, match.terms)
    if minute is None or item.kind in PHASES:
        minute = rules.minute_at(kept, at, match.terms)
    fact = Fact(
        uuid=item.uuid,
        kind=item.kind,
        at=at,
        side=item.side,
        player=item.player,
        other=item.other,
        minute=minute.minute if minute is not None else 0,
        added=minute.added if minute is not None else 0,
        how=item.how,
    )
    rules.check(fact, known, _squads(match), match.terms)
    return fact


def _undoing(match: Match, item: UndoItem, known: Sequence[Fact], at: datetime) -> list[Fact]:
    """The undo, and what takes the place of what it undoes when only the minute was wrong."""
    undone = next((fact for fact in known if fact.uuid == item.undoes), None)
    if undone is None or undone.kind is Kind.UNDO:
        raise DomainError("undo_unknown", _UNKNOWN)
    if any(fact.undoes == item.undoes for fact in known):
        raise DomainError("undone_already", _UNDONE)
    if item.minute is None or undone.kind in PHASES:
        return [Fact(item.uuid, Kind.UNDO, at, undoes=item.undoes)]
    again = Fact(
        uuid=item.uuid,
        kind=undone.kind,
        at=undone.at,
        side=undone.side,
        player=undone.player,
        other=undone.other,
        minute=item.minute.minute,
        added=item.minute.added,
        how=undone.how,
    )
    others = [fact for fact in known if fact.uuid != item.undoes]
    rules.check(again, others, _squads(match), match.terms)
    # Made from the other, so that sending both again makes neither twice.
    undo = str(uuid5(NAMESPACE_URL, f"undo {item.uuid}"))
    return [Fact(undo, Kind.UNDO, at, undoes=item.undoes), again]


def _append(match: Match, fact: Fact, *, actor: Actor | None, received_at: datetime) -> None:
    undone = queries.find_incident(match, fact.undoes) if fact.undoes else None
    values = {
        "uuid": fact.uuid,
        "match_id": match.id,
        "kind": fact.kind.value,
        "side": fact.side,
        "player_id": fact.player,
        "other_id": fact.other,
        "minute": fact.minute,
        "added": fact.added,
        "how": fact.how,
        "at": fact.at,
        "received_at": received_at,
        "user_id": actor.id if actor is not None else None,
        "undoes_id": undone.id if undone is not None else None,
    }
    if insert_once(Incident, values, key="uuid") and fact.kind is Kind.UNDO:
        told = {"code": match.code, "uuid": fact.uuid, "undoes": fact.undoes}
        audit.record("match.undone", match, at=received_at, actor=actor, details=told)


def _squads(match: Match) -> dict[int, dict[int, bool]]:
    return {
        team.side: {player.id: player.is_starting for player in team.players}
        for team in match.teams
    }
