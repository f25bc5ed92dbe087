"""The staff's page, what is made at once and what the worker makes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session as DbSession
from sqlalchemy.orm import scoped_session

from fairapp.core import tasks
from fairapp.core.audit import AuditEntry
from fairapp.core.i18n import LocalizedText
from fairapp.core.tasks import Job
from fairapp.events.models import Event
from fairapp.programme.editing import actions as editing
from fairapp.programme.printing import queries
from fairapp.programme.queries import kinds
from tests.conftest import NOW, Login
from tests.programme.conftest import DAY_1, at_fair
from tests.programme.printing.conftest import pages_of

PAGE = "/staff/foire/programme/printing/"


@pytest.fixture
def editor(client: FlaskClient, fair: Event, login: Login) -> FlaskClient:
    login(client, "programme")
    return client


@pytest.fixture
def plan(fair: Event, db_session: scoped_session[DbSession]) -> Callable[..., None]:
    """`plan(3)`: so many drafts more, none of them published."""

    def plan(count: int) -> None:
        for number in range(count):
            values = {
                "kind_id": kinds(fair)[0].id,
                "title": LocalizedText(fr=f"Séance {number}"),
                "starts_at": at_fair(fair, DAY_1, "09:00"),
            }
            editing.create(fair, values, actor=None, at=NOW)
        db_session.commit()

    return plan


def test_page_has_a_card_for_each_document_and_says_where_the_team_is(
    editor: FlaskClient, plan: Callable[..., None]
) -> None:
    page = editor.get(f"{PAGE}?lang=fr").text
    for name in ("leaflet", "grid", "pocket", "run-sheet"):
        assert f'action="{PAGE}{name}.pdf"' in page
    assert "Aucune version n’est encore publiée" in page
    assert 'aria-current="page">À imprimer' in page


@pytest.mark.parametrize("name", ["leaflet", "grid", "pocket", "run-sheet"])
def test_short_programme_is_printed_at_once(
    editor: FlaskClient, plan: Callable[..., None], name: str
) -> None:
    plan(1)
    answer = editor.get(f"{PAGE}{name}.pdf?language=fr&day=&room=")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Cache-Control"] == "private, no-store"
    # The public has been told of nothing yet.
    assert ("Séance 0" in " ".join(pages_of(answer.data))) == (name == "run-sheet")


@pytest.mark.parametrize(
    "address",
    [
        "poster.pdf?language=fr",
        "leaflet.pdf?language=de",
        "leaflet.pdf",
        "run-sheet.pdf?language=fr&day=9",
        "run-sheet.pdf?language=fr&day=x",
        "run-sheet.pdf?language=fr&room=NOWHERE",
        "made/1",
        "made/1/file.pdf",
        "made/1/progress",
    ],
)
def test_what_no_form_offers_is_not_found(editor: FlaskClient, address: str) -> None:
    assert editor.get(PAGE + address).status_code == 404


def test_only_who_edits_the_programme_may(client: FlaskClient, fair: Event, login: Login) -> None:
    login(client, "reception")
    assert client.get(PAGE).status_code == 403
    assert client.get(f"{PAGE}run-sheet.pdf?language=fr").status_code == 403
    assert client.post(f"{PAGE}leaflet", data={"language": "fr"}).status_code == 403


def test_long_programme_is_printed_by_the_worker(
    editor: FlaskClient,
    plan: Callable[..., None],
    db_session: scoped_session[DbSession],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queries, "LONG", 3)
    plan(3)
    assert f'method="post" action="{PAGE}run-sheet"' in editor.get(PAGE).text
    assert editor.get(f"{PAGE}run-sheet.pdf?language=fr").headers["Location"] == PAGE

    answer = editor.post(f"{PAGE}run-sheet", data={"language": "fr", "day": "1", "room": ""})
    made = answer.headers["Location"]
    assert "progress" in editor.get(made).text
    assert tasks.run_pending() == 1
    job = db_session.scalars(select(Job)).one()
    assert (job.done, job.total) == (3, 3)
    assert editor.get(f"{made}/progress").json == {"done": 3, "total": 3, "over": True}
    assert f"{made}/file.pdf" in editor.get(f"{made}?lang=en").text
    file = editor.get(f"{made}/file.pdf")
    assert "foire-run-sheet-j1-fr.pdf" in file.headers["Content-Disposition"]
    assert "Séance 2" in pages_of(file.data)[0]
    assert made in editor.get(PAGE).text
    ordered = select(AuditEntry).where(AuditEntry.action == "programme.printing.ordered")
    assert db_session.scalars(ordered).one()


def test_job_that_failed_can_be_tried_again(
    editor: FlaskClient, fair: Event, db_session: scoped_session[DbSession]
) -> None:
    job = Job(
        event_id=fair.id,
        kind=queries.PRINTING,
        params={"document": "run-sheet", "language": "ar", "day": 2, "room": "GS", "address": "x"},
        status="failed",
        created_at=NOW,
    )
    db_session.add(job)
    db_session.commit()
    page = editor.get(f"{PAGE}made/{job.id}?lang=en").text
    assert 'name="day" value="2"' in page and 'name="room" value="GS"' in page
    assert "could not be made" in page
    assert editor.get(f"{PAGE}made/{job.id}/file.pdf").status_code == 404
