"""Text messages: what one costs, and how it reaches an operator's server."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from fairapp.core import messages, sms, tasks
from fairapp.core.db import transaction
from fairapp.core.messages import Hold, Message, MessageStatus
from fairapp.core.sms import Size
from tests.conftest import NOW

Db = scoped_session[Session]


class Operator(ThreadingHTTPServer):
    """An operator's web service on loopback; `answers` is what it says, `received` what it got."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.received: list[dict[str, Any]] = []
        self.status = 200
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """Value for SMS_URL."""
        return f"json://user:secret@127.0.0.1:{self.server_port}/send?:to={{phone}}"


class _Handler(BaseHTTPRequestHandler):
    server: Operator

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.status == 200:
            self.server.received.append(json.loads(body))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def operator(app: Flask) -> Iterator[Operator]:
    server = Operator()
    app.config["SMS_URL"] = server.url
    yield server
    server.shutdown()
    server.server_close()


def queue(number: str = "+224631234567", body: str = "Voici votre pass", **options: Any) -> None:
    with transaction():
        messages.queue_sms(number, body=body, at=NOW, **options)


def the_message(db_session: Db) -> Message:
    db_session.rollback()
    return db_session.scalars(select(Message)).one()


def test_a_text_message_reaches_the_operator_once(db_session: Db, operator: Operator) -> None:
    queue(body="Votre pass: https://foire.example.org/p/a-b_c")
    queue("+33612345678", body="بطاقتك")
    tasks.run_pending()
    tasks.run_pending()
    assert [(m["to"], m["message"]) for m in operator.received] == [
        ("+224631234567", "Votre pass: https://foire.example.org/p/a-b_c"),
        ("+33612345678", "بطاقتك"),
    ]
    assert set(db_session.scalars(select(Message.status))) == {MessageStatus.SENT}


def test_an_operator_that_fails_is_tried_again_and_its_secret_is_kept(
    db_session: Db, operator: Operator
) -> None:
    operator.status = 503
    queue()
    tasks.run_pending()
    waiting = the_message(db_session)
    assert (waiting.status, waiting.attempts) == (MessageStatus.QUEUED, 1)
    assert "503" in waiting.error
    assert "secret" not in waiting.error


def test_an_address_that_is_none_fails_at_once(app: Flask, db_session: Db) -> None:
    app.config["SMS_URL"] = "nosuchservice://secret/{phone}"
    queue()
    tasks.run_pending()
    failed = the_message(db_session)
    assert (failed.status, failed.attempts) == (MessageStatus.FAILED, 1)
    assert "secret" not in failed.error


def test_text_messages_are_off_until_configured(app: Flask, db_session: Db) -> None:
    app.config["SMTP_URL"] = "smtp://localhost"
    queue()
    held = the_message(db_session)
    assert (held.status, held.error) == (MessageStatus.HELD, Hold.NOT_CONFIGURED)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Size(0, 1, True)),
        ("a" * 160, Size(160, 1, True)),
        ("a" * 161, Size(161, 2, True)),
        ("a" * 306, Size(306, 2, True)),
        ("a" * 307, Size(307, 3, True)),
        ("€" * 80, Size(160, 1, True)),
        # The 77th escape does not fit the first part's last septet: it moves on whole.
        ("€" * 153, Size(306, 3, True)),
        ("é" * 160, Size(160, 1, True)),
        ("ê" * 70, Size(70, 1, False)),
        ("ê" * 71, Size(71, 2, False)),
        ("م" * 134, Size(134, 2, False)),
        ("م" * 135, Size(135, 3, False)),
        # Adlam lies beyond 16 bits.
        ("𞤀" * 35, Size(70, 1, False)),
        ("𞤀" * 36, Size(72, 2, False)),
    ],
)
def test_the_size_of_a_text(text: str, expected: Size) -> None:
    assert sms.size(text) == expected


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("L’été : ça va, forêt « œuvre »…", 'L\'été : ca va, foret " oeuvre "...'),
        ("Ɓ ɗ ŋ", "Ɓ ɗ ŋ"),
        ("ɗ ŋ ɓ", "d n b"),
        ("بطاقتك’", "بطاقتك’"),
        ("{pass} [1] ~ €5", "{pass} [1] ~ €5"),
    ],
)
def test_what_operators_cannot_write_is_written_plainly(text: str, written: str) -> None:
    assert sms.plain(text) == written
