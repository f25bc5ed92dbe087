"""What is called once a transaction is committed: handing jobs to the queue, for one."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import SessionTransaction

from fairapp.core.db import db

log = logging.getLogger(__name__)


def after_commit(callback: Callable[[], None]) -> None:
    """Call `callback` once the present transaction is committed; never if it is rolled back.

    In a savepoint it is forgotten when that one is rolled back. One that fails is logged, for what
    it follows is committed already.
    """
    session = db.session()
    _waiting(session).append((session.get_nested_transaction(), callback))


def _waiting(session: Any) -> list[tuple[SessionTransaction | None, Callable[[], None]]]:
    """Callbacks of the session, each with the savepoint in which it was registered."""
    waiting: list[Any] = session.info.setdefault("after_commit", [])
    return waiting


@event.listens_for(db.session, "after_commit")
def _on_commit(session: Any) -> None:
    # A savepoint that is released is told as a commit too.
    savepoint, waiting = session.get_nested_transaction(), _waiting(session)
    if savepoint is None:
        session.info["committed"] = [callback for _, callback in waiting]
        waiting.clear()
    else:
        around = savepoint.parent if savepoint.parent.nested else None
        waiting[:] = [(around if at is savepoint else at, call) for at, call in waiting]


@event.listens_for(db.session, "after_rollback")
def _on_rollback(session: Any) -> None:
    savepoint, waiting = session.get_nested_transaction(), _waiting(session)
    waiting[:] = [(at, call) for at, call in waiting if savepoint and at is not savepoint]


@event.listens_for(db.session, "after_transaction_end")
def _run_callbacks(session: Any, ended: SessionTransaction) -> None:
    # Only now may a callback use the session again.
    if ended.parent is not None:
        return
    for callback in session.info.pop("committed", ()):
        try:
            callback()
        except Exception:
            log.exception("after a commit")
