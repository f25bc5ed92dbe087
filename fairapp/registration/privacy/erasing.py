"""Erasing: what every feature has declared (`core.personal`) is carried out, or only counted.

It takes out every stage for a few registrations of one person, and looks through what others have
typed. What the end of a delay does to a whole fair is in `expiring`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select, update

from fairapp.core import personal, storage
from fairapp.core.db import db
from fairapp.core.personal import MARK, Mention, Stage
from fairapp.core.storage import StoredFile
from fairapp.events.models import Event
from fairapp.registration import signals
from fairapp.registration.imports.models import ImportRow, RegistrationImport
from fairapp.registration.models import Registration
from fairapp.registration.privacy import persons
from fairapp.registration.privacy.traces import Traces

EVERY = frozenset(Stage)
REGISTRATION = _l("Registrations: names, contacts, organisation, notes")
TRAIL = _l("Entries of the log")
MESSAGES = _l("Messages")
FILES = _l("Files: lists, badge sheets, documents, answers")


def all_of(registration: Registration) -> list[Registration]:
    """The registration and its duplicates, which are the same person."""
    query = select(Registration).where(Registration.merged_into_id == registration.id)
    return [registration, *db.session.scalars(query.order_by(Registration.id))]


def preview(registration: Registration) -> Counter[str]:
    """What would go, by label, in this order: how many rows. Nothing is changed."""
    people = all_of(registration)
    ids, traces = [one.id for one in people], Traces.of(people)
    event = registration.event
    found: Counter[str] = Counter({str(REGISTRATION): len(people)})
    for holding in personal.holdings:
        count = select(func.count()).select_from(personal.table_of(holding.table))
        found[str(holding.label)] += db.session.scalar(count.where(holding.of(ids))) or 0
    for mention in personal.mentions_of_people:
        if not mention.is_kept:
            found[str(mention.label)] += sum(1 for _ in _naming(event, mention, traces))
    found[str(TRAIL)] += persons.in_trail(event, ids, traces)
    found[str(FILES)] += len(_files(event, people, _lists_with(event, ids, traces)))
    return +found


def perhaps(registration: Registration) -> list[tuple[str, str]]:
    """Passages in which the family name stands alone, and what each is part of. They may be about
    anybody of that name, so only a human being takes them out. Lists that were sent in are not
    looked through: they are names all over.
    """
    traces, event = Traces.of(all_of(registration)), registration.event
    found: list[tuple[str, str]] = []
    for mention in personal.mentions_of_people:
        if mention.is_kept or mention.table == ImportRow.__tablename__ or not traces.families:
            continue
        table = personal.table_of(mention.table)
        columns = [table.c[name] for name in mention.columns]
        query = select(*columns).where(personal.of_fair(table, event.id))
        for row in db.session.execute(query.order_by(*table.primary_key)):
            texts = [one for value in row for one in traces.passages(_plain(value))]
            found += [(str(mention.label), one) for one in texts]
    return list(dict.fromkeys(found))


def stays(registration: Registration) -> list[str]:
    """What keeps naming the person, and why, in words."""
    traces, event = Traces.of(all_of(registration)), registration.event
    kept = [mention for mention in personal.mentions_of_people if mention.is_kept]
    naming = [m for m in kept if next(_naming(event, m, traces), None) is not None]
    return list(dict.fromkeys(str(mention.label) for mention in naming))


def erase(registration: Registration, *, at: datetime) -> Counter[str]:
    """Take the person out of everything; how many rows that were, by table. What was signed for
    payments stays, and so does what the programme has published."""
    people = all_of(registration)
    ids, traces, event = [one.id for one in people], Traces.of(people), registration.event
    done: Counter[str] = Counter()
    lists = _lists_with(event, ids, traces)
    done["files"] = remove(_files(event, people, lists)) + persons.remove_own_files(ids)
    done["message"] = persons.drop_shared_messages(event, people)
    for holding in personal.holdings:
        done[holding.table] += empty_rows(holding, ids)
    for mention in personal.mentions_of_people:
        if not mention.is_kept:
            done[mention.table] += _take_out(event, mention, traces)
    done["audit_entry"] = persons.blank_trail(event, ids, traces, lists)
    db.session.expire_all()
    done["registration"] = persons.empty(people, EVERY, at=at)
    signals.person_erased.send(event, ids=ids, at=at)
    return +done


def _files(
    event: Event, people: Sequence[Registration], lists: Collection[int]
) -> list[StoredFile]:
    """What was made since they were registered, and of lists that were sent in, theirs."""
    since = min(one.created_at for one in people)
    query = select(RegistrationImport.file_id, RegistrationImport.id).where(
        RegistrationImport.event_id == event.id
    )
    sent_in = dict(db.session.execute(query).all())
    found = personal.files(event.id, EVERY, since)
    return [file for file in found if file.id not in sent_in or sent_in[file.id] in lists]


def _lists_with(event: Event, ids: Collection[int], traces: Traces) -> set[int]:
    linked = select(ImportRow.import_id).where(ImportRow.registration_id.in_(ids))
    found = set(db.session.scalars(linked))
    rows = select(ImportRow.import_id, ImportRow.cells).where(
        personal.of_fair(personal.table_of("import_row"), event.id)
    )
    for import_id, cells in db.session.execute(rows.execution_options(yield_per=1000)):
        if import_id not in found and traces.taken_out(cells) != cells:
            found.add(import_id)
    return found


def remove(files: Collection[StoredFile]) -> int:
    """Delete them and their bytes; how many."""
    for file in files:
        storage.remove(file)
    return len(files)


def empty_rows(holding: personal.Holding, ids: Any) -> int:
    """Empty or delete the rows about these registrations; how many."""
    table = personal.table_of(holding.table)
    condition = holding.of(ids)
    statement: Any = (
        update(table).where(condition).values(dict(holding.emptied))
        if holding.emptied
        else delete(table).where(condition)
    )
    return int(db.session.execute(statement).rowcount)  # type: ignore[attr-defined]


def _naming(event: Event, mention: Mention, traces: Traces) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Rows that name the person: their key, and what they say without."""
    table = personal.table_of(mention.table)
    key = next(iter(table.primary_key.columns))
    columns = [table.c[name] for name in mention.columns]
    query = select(key, *columns).where(personal.of_fair(table, event.id))
    for row in db.session.execute(query).all():
        told = {name: _plain(getattr(row, name)) for name in mention.columns}
        without = {name: traces.taken_out(value) for name, value in told.items()}
        if without != told:
            changed = {n: MARK if mention.whole else v for n, v in without.items() if v != told[n]}
            yield row[0], changed


def _take_out(event: Event, mention: Mention, traces: Traces) -> int:
    table = personal.table_of(mention.table)
    key = next(iter(table.primary_key.columns))
    found = list(_naming(event, mention, traces))
    for value, without in found:
        db.session.execute(update(table).where(key == value).values(without))
    return len(found)


def _plain(value: Any) -> Any:
    return value.as_dict() if hasattr(value, "as_dict") else value
