"""The list of participants: who is on it, its chips, views and files."""

from __future__ import annotations

import csv
import io
import re
import uuid
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from fairapp.badges.models import Badge
from fairapp.checkin.models import Scan
from fairapp.core.audit import AuditEntry
from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Checkpoint, Event
from fairapp.registration.models import Delegation, Registration, Status
from fairapp.registration.people_list import crowd
from fairapp.registration.people_list.models import View
from tests.conftest import NOW, Login
from tests.registration.people import make_fair, register

PEOPLE = "/staff/foire/registrations/people"


@pytest.fixture
def team(client: FlaskClient, fair: Event, login: Login) -> FlaskClient:
    login(client, "organiser")
    client.set_cookie("lang", "en")
    return client


def names(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="[^"]*"><bdi><b>([^<]*)', page)


def chips(page: str) -> dict[str, int]:
    """Every chip with a count."""
    found = re.findall(r'<a class="chip"[^>]*>([^<]*)<span class="num">(\d+)</span>', page)
    return {unescape(words): int(count) for words, count in found}


def let_in(person: Registration) -> None:
    """A scan at an entrance."""
    gate = Checkpoint(code="G1", name=LocalizedText(fr="Porte 1"), is_entrance=True, position=1)
    person.event.checkpoints.append(gate)
    scan = Scan(
        uuid=str(uuid.uuid4()), event_id=person.event_id, checkpoint=gate, registration=person,
        method="qr", verdict="admitted", is_entry=True, scanned_at=NOW, at=NOW, received_at=NOW,
    )  # fmt: skip
    db.session.add(scan)
    db.session.flush()


def test_a_facet_is_counted_with_the_filters_of_the_others(team: FlaskClient, fair: Event) -> None:
    register(fair, "Aïcha Bah", sex="F", email="a@example.org")
    register(fair, "Binta Sow", sex="F", category="police", region="Labé", locality="Tougué")
    register(fair, "Cellou Diallo", sex="M", category="police", phone="632 12 34 56")
    page = team.get(f"{PEOPLE}?sex=F").text
    assert names(page) == ["Aïcha Bah", "Binta Sow"]
    counted = chips(page)
    # Its own values as if it were not chosen; those of the others among the women alone.
    assert (counted["Woman"], counted["Man"]) == (2, 1)
    assert (counted["ONG et associations"], counted["Police nationale"]) == (1, 1)
    assert (counted["E-mail"], counted["No contact"]) == (1, 1)
    assert "Phone only" not in counted
    assert names(team.get(f"{PEOPLE}?sex=F&category=police").text) == ["Binta Sow"]
    either = team.get(f"{PEOPLE}?category=police&category=ong&region=Conakry").text
    assert names(either) == ["Aïcha Bah", "Cellou Diallo"]


def test_other_filters_of_a_big_fair_are_counted_once_they_are_opened(
    team: FlaskClient, fair: Event, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crowd, "SMALL", 1)
    register(fair, "Aïcha Bah", sex="F")
    register(fair, "Cellou Diallo", sex="M", category="police")
    folded = team.get(f"{PEOPLE}?sex=F").text
    assert names(folded) == ["Aïcha Bah"]
    assert "Police nationale" not in chips(folded)
    [address] = re.findall(r'href="([^"]+)">More filters</a>', folded)
    assert address == f"{PEOPLE}?sex=F&amp;filters=1#filters"
    unfolded = team.get(unescape(address)).text
    assert chips(unfolded).items() >= {"Woman": 1, "Man": 1}.items()
    assert re.search(r'<details [^>]*id="filters" open', unfolded)
    app.extensions["fairapp_people"].clear()


def test_each_facet_narrows_the_list(team: FlaskClient, fair: Event) -> None:
    delegation = Delegation(event_id=fair.id, code="D1", name="Préfecture de Siguiri")
    db.session.add(delegation)
    db.session.flush()
    register(
        fair, "Alpha Bah", sex="M", delegation=delegation, language="ar", photo_consent="no",
        days=fair.days[:1],
    )  # fmt: skip
    register(fair, "Binta Sow", email="b@example.org", days=fair.days[1:]).protocol_rank = 2
    db.session.commit()
    alpha, binta = ["Alpha Bah"], ["Binta Sow"]
    for query, expected in (
        ("delegation=D1", alpha), ("delegation=none", binta), ("language=ar", alpha),
        ("photo=no", alpha), ("photo=none", binta), ("day=1", alpha), ("day=2", binta),
        ("day=1&day=3", alpha + binta), ("contact=email", binta), ("contact=none", alpha),
        ("protocol=yes", binta), ("sex=unsaid", binta), ("source=staff", alpha + binta),
        ("source=online", []), ("twice=yes", []), ("sort=rank", binta + alpha),
    ):  # fmt: skip
        assert names(team.get(f"{PEOPLE}?{query}").text) == expected, query


def test_printed_badges_and_entries_are_told_by_the_features_above(
    team: FlaskClient, fair: Event
) -> None:
    came, absent = register(fair, "Alpha Bah"), register(fair, "Binta Sow")
    badge = db.session.scalars(select(Badge).where(Badge.registration_id == absent.id)).one()
    badge.printed_at = NOW
    let_in(came)
    db.session.commit()
    for query, expected in (
        ("came=yes", ["Alpha Bah"]), ("came=no", ["Binta Sow"]),
        ("printed=yes", ["Binta Sow"]), ("printed=no&came=yes", ["Alpha Bah"]),
    ):  # fmt: skip
        assert names(team.get(f"{PEOPLE}?{query}").text) == expected, query


def test_columns_and_order_are_chosen(team: FlaskClient, fair: Event) -> None:
    register(fair, "Binta Sow", phone="632 12 34 56", organisation="ONG Paix")
    page = team.get(f"{PEOPLE}?columns=phone").text
    assert "632 12 34 56" in page and "ONG Paix" not in page
    assert "632 12 34 56" not in team.get(PEOPLE).text


def test_active_filters_are_taken_off_one_by_one(team: FlaskClient, fair: Event) -> None:
    register(fair, "Binta Sow", sex="F")
    page = team.get(f"{PEOPLE}?q=binta&sex=F").text
    active = page.split('aria-label="Active filters"')[1].split("</ul>")[0]
    links = [unescape(link).partition("?")[2] for link in re.findall(r'href="([^"]*)"', active)]
    assert links == ["sex=F", "q=binta", ""]


def test_hostile_addresses_are_lists_all_the_same(team: FlaskClient, fair: Event) -> None:
    register(fair, "Binta Sow")
    for query in (
        "page=99999999999999999999", "region=%3Cscript%3E", "columns=",
        f"q={'a' * 5000}", "day=x&sex=%F0%9F&sort=%27",
    ):  # fmt: skip
        answer = team.get(f"{PEOPLE}?{query}")
        assert answer.status_code == 200 and "<script>" not in answer.text.split("<main")[1]


# -- views ----------------------------------------------------------------------------------------


def test_a_view_is_kept_shown_and_removed(team: FlaskClient, fair: Event) -> None:
    register(fair, "Binta Sow", sex="F")
    told = {"sex": "F", "q": "binta", "name": "Les femmes"}
    assert team.post("/staff/foire/registrations/views", data=told).status_code == 303
    (view,) = db.session.scalars(select(View))
    assert (view.wish, view.is_shared) == ({"sex": ["F"]}, False)
    assert re.search(r'aria-current="true">Les femmes', team.get(f"{PEOPLE}?sex=F").text)
    # The same name again is the same view, as it is shown now.
    team.post("/staff/foire/registrations/views", data={"sex": "M", "name": " Les  femmes "})
    db.session.expire_all()
    assert [one.wish for one in db.session.scalars(select(View))] == [{"sex": ["M"]}]
    team.post(f"/staff/foire/registrations/views/{view.id}/removal")
    assert list(db.session.scalars(select(View))) == []


def test_a_view_without_a_name_is_asked_for_one(team: FlaskClient, fair: Event) -> None:
    for name in ("", "  ", "x" * 61):
        answer = team.post("/staff/foire/registrations/views", data={"name": name, "sex": "F"})
        assert answer.status_code == 422 and 'id="view-name-error"' in answer.text


def test_what_is_one_s_own_is_nobody_else_s(
    app: Flask, team: FlaskClient, fair: Event, login: Login
) -> None:
    for name, more in (("Mine", {}), ("Ours", {"shared": "y"})):
        team.post("/staff/foire/registrations/views", data={"name": name, "sex": "F", **more})
    mine = db.session.scalars(select(View).where(View.name == "Mine")).one()
    other = app.test_client()
    login(other, "administrator")
    page = other.get(PEOPLE).text
    assert "Ours" in page and "Mine" not in page
    address = f"/staff/foire/registrations/views/{mine.id}/removal"
    assert other.post(address).status_code == 404
    make_fair("autre")
    assert team.post(address.replace("foire", "autre")).status_code in {403, 404}


# -- files ----------------------------------------------------------------------------------------


def test_the_file_holds_whoever_is_listed_and_is_noted(team: FlaskClient, fair: Event) -> None:
    register(fair, "Binta Sow", sex="F")
    register(fair, "Aïcha Bah", sex="F")
    register(fair, "Cellou Diallo", sex="M")
    answer = team.post(f"{PEOPLE}/export", data={"sex": "F", "format": "csv"})
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert [row["Nom"] for row in rows] == ["Bah", "Sow"]
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "registrations.exported")
    ).one()
    told: Any = {"format": "csv", "people": 2, "filters": {"sex": ["F"]}}
    assert entry.details == told
    assert team.get(f"{PEOPLE}/export").status_code in {404, 405}


def test_duplicates_are_listed_only_when_asked_for(team: FlaskClient, fair: Event) -> None:
    register(fair, "Binta Sow").status = Status.MERGED
    register(fair, "Aïcha Bah")
    db.session.commit()
    assert names(team.get(PEOPLE).text) == ["Aïcha Bah"]
    assert names(team.get(f"{PEOPLE}?status=merged").text) == ["Binta Sow"]
