from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from fairapp.core import tasks
from fairapp.core.db import db
from fairapp.core.messages import Message
from fairapp.reports.attestations import actions, queries
from fairapp.reports.attestations.models import Attestation
from fairapp.reports.documents.evidence import display
from tests.checkin.conftest import DAYS, Fair, make_fair
from tests.conftest import Login, MakeApp
from tests.reports.attestations.conftest import AFTER, LAST_DAY, noted, present
from tests.reports.conftest import pages_of
from tests.statements import recorded

LIST = "/staff/journees/reports/attestations"


@pytest.fixture
def organiser(client: FlaskClient, fair: Fair, login: Login, after: datetime) -> FlaskClient:
    login(client, "organiser")
    client.set_cookie("lang", "en")
    return client


@pytest.fixture
def reader(client: FlaskClient, fair: Fair, login: Login, after: datetime) -> FlaskClient:
    """Reads reports and decides nothing."""
    login(client, "reports")
    client.set_cookie("lang", "en")
    return client


def letters() -> list[Message]:
    db.session.rollback()
    query = db.select(Message).where(Message.kind == queries.LETTER).order_by(Message.id)
    return list(db.session.scalars(query))


def test_list_is_found_from_the_reports_and_says_who_is_entitled(
    reader: FlaskClient, fair: Fair
) -> None:
    present(fair, "Mariama Diallo")
    present(fair, "Ibrahima Sow", 1)

    assert LIST in reader.get("/staff/journees/reports").text
    page = reader.get(LIST).text

    assert "Mariama Diallo" in page
    assert "Ibrahima Sow" not in page
    assert "Not issued" in page
    assert "Not confirmed" in page


def test_empty_list_says_what_to_wait_for(reader: FlaskClient) -> None:
    assert "Nobody is entitled yet" in reader.get(LIST).text


def test_chips_and_search_narrow_the_list(reader: FlaskClient, fair: Fair) -> None:
    present(fair, "Mariama Diallo", organisation="Police nationale")
    wanting = present(fair, "Ibrahima Sow")
    actions.say_name(wanting, "Alpha Barry", at=AFTER)

    names = reader.get(f"{LIST}?show=name").text
    assert "Ibrahima Sow" in names
    assert "Mariama Diallo" not in names
    found = reader.get(f"{LIST}?q=polic+mar").text
    assert "Mariama Diallo" in found
    assert "Ibrahima Sow" not in found
    assert "Nobody is found" in reader.get(f"{LIST}?q=personne").text
    assert reader.get(f"{LIST}?show=nonsense&page=99").status_code == 200


def test_the_list_asks_as_much_for_one_as_for_three(reader: FlaskClient, fair: Fair) -> None:
    counts = []
    for name in ("Mariama Diallo", "Ibrahima Sow", "Awa Bah"):
        actions.issue(present(fair, name), DAYS[:2], at=AFTER)
        db.session.commit()
        with recorded() as statements:
            reader.get(LIST)
        counts.append(len(statements))

    assert counts[0] == counts[2]


def test_a_download_issues_and_is_written_down(reader: FlaskClient, fair: Fair) -> None:
    person = present(fair)

    answer = reader.post(f"{LIST}/people/{person.id}/file", data={"language": "fr"})

    assert "Attestation de participation" in pages_of(answer.data)[0]
    (entry,) = noted("downloaded")
    assert entry.actor_name == "Reports"
    assert display(entry.details["number"]) in reader.get(f"{LIST}/people/{person.id}").text


def test_who_is_not_entitled_gets_none(reader: FlaskClient, fair: Fair) -> None:
    person = present(fair, "Ibrahima Sow", 1)
    stranger = present(make_fair(fair.db, "autre"))

    assert reader.post(f"{LIST}/people/{person.id}/file").status_code == 404
    assert "takes 2 days of presence" in reader.get(f"{LIST}/people/{person.id}").text
    assert reader.get(f"{LIST}/people/{stranger.id}").status_code == 404
    assert reader.post(f"{LIST}/people/{stranger.id}/file").status_code == 404


def test_revoked_with_a_reason_and_given_back(organiser: FlaskClient, fair: Fair) -> None:
    person = present(fair)
    actions.issue(person, DAYS[:2], at=AFTER)
    here = f"{LIST}/people/{person.id}"

    without = organiser.post(f"{here}/revocation", data={"reason": " "})
    assert without.status_code == 422
    assert "Say why" in without.text
    organiser.post(f"{here}/revocation", data={"reason": "Prêtée à un tiers"})
    page = organiser.get(here).text
    assert "Revoked by Organiser" in page
    assert "Prêtée à un tiers" in page
    assert organiser.post(f"{here}/file").status_code == 404

    organiser.post(f"{here}/return")
    assert "Valid" in organiser.get(here).text
    assert [len(noted(what)) for what in ("revoked", "given_back")] == [1, 1]


def test_a_far_name_is_judged(organiser: FlaskClient, fair: Fair) -> None:
    person = present(fair)
    actions.say_name(person, "Ibrahima Sow", at=AFTER)
    here = f"{LIST}/people/{person.id}"
    assert "Print the name that the person writes" in organiser.get(here).text

    stale = organiser.post(
        f"{here}/name", data={"name": "Alpha Barry", "judgement": "accept"}, follow_redirects=True
    )
    assert "has changed the name meanwhile" in stale.text
    organiser.post(f"{here}/name", data={"name": "Ibrahima Sow", "judgement": "refuse"})
    assert "Refused by Organiser" in organiser.get(here).text
    organiser.post(f"{here}/name", data={"name": "Ibrahima Sow", "judgement": "accept"})
    assert "Accepted by Organiser" in organiser.get(here).text


def test_who_reads_reports_decides_nothing(reader: FlaskClient, fair: Fair) -> None:
    person = present(fair)
    actions.issue(person, DAYS[:2], at=AFTER)
    here = f"{LIST}/people/{person.id}"

    assert "Revoke" not in reader.get(here).text
    for address in (f"{here}/revocation", f"{here}/return", f"{here}/name", f"{LIST}/letters"):
        assert reader.post(address, data={"reason": "x"}).status_code == 403
    assert reader.get(f"{LIST}/design").status_code == 403


def test_everybody_with_an_email_is_told_once(
    organiser: FlaskClient, fair: Fair, make_app: MakeApp
) -> None:
    first = present(fair, "Mariama Diallo", email="m@example.org", language="ar")
    present(fair, "Ibrahima Sow")
    present(fair, "Awa Bah", 1, email="a@example.org")
    revoked = actions.issue(present(fair, "Alpha Barry", email="b@example.org"), DAYS, at=AFTER)
    actions.revoke(revoked, "Erreur", actor=fair.user("organiser"), at=AFTER)

    page = organiser.get(f"{LIST}/letters").text
    assert "Write to 1 person" in page
    assert "شهادتك" in page
    assert letters() == []

    organiser.post(f"{LIST}/letters")
    tasks.run_pending()

    (letter,) = letters()
    (issued,) = [one for one in db.session.scalars(db.select(Attestation)) if one.is_valid]
    assert letter.registration_id == first.id
    assert display(issued.number) in letter.body
    assert f"/p/{first.pass_key}" in letter.body
    organiser.post(f"{LIST}/letters")
    tasks.run_pending()
    assert len(letters()) == 1
    assert "Nobody is left to be told" in organiser.get(f"{LIST}/letters").text


def test_a_sending_that_stopped_goes_on_with_the_others(
    organiser: FlaskClient, fair: Fair, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fairapp.reports.attestations import tasks as ours

    monkeypatch.setattr(ours, "BATCH", 2)
    for n in range(5):
        present(fair, f"Personne {'ABCDE'[n]}", email=f"p{n}@example.org")
    organiser.post(f"{LIST}/letters")
    done: list[int] = []

    class Killed(BaseException):
        pass

    def die(so_far: int, total: int) -> None:
        done.append(so_far)
        if so_far == 2:
            raise Killed

    job = db.session.scalars(db.select(tasks.Job).filter_by(kind="attestations.tell")).one()
    with pytest.raises(Killed):
        ours.tell_all(job, die)
    assert len(letters()) == 2

    tasks.run_pending()

    assert len(letters()) == 5
    assert len({letter.registration_id for letter in letters()}) == 5


def test_nobody_is_told_before_the_fair_is_over(organiser: FlaskClient, fair: Fair) -> None:
    from fairapp.core import clock

    present(fair, "Mariama Diallo", email="m@example.org")

    with clock.stopped(LAST_DAY):
        answer: Any = organiser.post(f"{LIST}/letters", follow_redirects=True)

    assert "once the fair is over" in answer.text
    tasks.run_pending()
    assert letters() == []
