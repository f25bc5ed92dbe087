"""The team's pages of the checkpoints."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from fairapp.checkin.models import Device
from fairapp.core.audit import AuditEntry
from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Checkpoint, Stand
from tests.checkin.conftest import MORNING, Fair, make_fair, scan
from tests.checkin.test_actions import send
from tests.conftest import Login
from tests.statements import recorded

GATES = "/staff/journees/checkpoints/"
NEW = {
    "name-fr": "Salle de presse",
    "scope": "day",
    "ground": "own",
    "watches": "",
    "direction": "both",
}

pytestmark = pytest.mark.usefixtures("morning")


@pytest.fixture
def organiser(client: FlaskClient, fair: Fair, login: Login) -> FlaskClient:
    login(client, "organiser")
    return client


def codes(page: str) -> list[str]:
    return re.findall(r'<li id="gate-([\w-]+)"', page)


def gate(code: str) -> Checkpoint:
    db.session.rollback()
    return db.session.scalars(select(Checkpoint).where(Checkpoint.code == code)).one()


def add(organiser: FlaskClient, **values: Any) -> Checkpoint:
    answer = organiser.post(f"{GATES}new", data={**NEW, **values})
    assert answer.status_code == 303, answer.text
    return gate(answer.location.partition("#gate-")[2])


def test_list_says_in_words_what_each_is(organiser: FlaskClient, fair: Fair) -> None:
    door, stand = fair.event.checkpoints[2:4]
    door.signed_up_only, door.capacity, door.opens_at = True, 30, MORNING
    stand.categories, stand.days = [fair.categories["officiel"]], [fair.event.days[1]]
    stand.direction = "in"

    page = organiser.get(GATES).text

    assert codes(page) == ["G1", "G2", "S1", "ST3", "H1"]
    rows = [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in page.split("<li id=")[1:]]
    assert "Entrée · une fois par jour" in rows[0]
    assert "une fois · Police et citoyens" in rows[2]
    assert "Seulement : à partir du 2 déc. 08:30 · avec une place · 30 au plus" in rows[2].replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert "à chaque passage · Entrées seulement" in rows[3]
    assert "Officiels · 3 déc." in rows[3]


def test_list_asks_as_much_of_the_database_for_many(organiser: FlaskClient, fair: Fair) -> None:
    def asked() -> int:
        with recorded() as statements:
            assert organiser.get(GATES).status_code == 200
        return len(statements)

    few = asked()
    for n in range(6, 12):
        extra = Checkpoint(code=f"X{n}", name=LocalizedText(fr="X"), position=n)
        extra.categories = list(fair.categories.values())
        fair.event.checkpoints.append(extra)
    db.session.commit()
    assert asked() == few


def test_without_any_the_page_says_what_to_do(organiser: FlaskClient, fair: Fair) -> None:
    fair.event.checkpoints.clear()
    assert "Aucun point de contrôle" in organiser.get(GATES).text


def test_a_checkpoint_is_added_with_all_that_was_said(organiser: FlaskClient, fair: Fair) -> None:
    added = add(
        organiser,
        scope="session",
        watches="session:J1-02",
        signed_up_only="y",
        categories=["ong", "staff"],
        days=["1", "3"],
        opens_at="2026-12-02T08:00",
        closes_at="2026-12-02T10:30",
        capacity="40",
        direction="in",
    )
    assert (added.scope, added.watches, added.signed_up_only) == ("session", "J1-02", True)
    assert [category.code for category in added.categories] == ["ong", "staff"]
    assert [day.number for day in added.days] == [1, 3]
    assert added.opens_at is not None and added.opens_at.hour == 8
    assert (added.capacity, added.direction, added.is_entrance) == (40, "in", False)
    assert added.code == "salle_de_presse"
    # Opened again, the form shows just that; saved as it is, nothing changes.
    form = organiser.get(f"{GATES}{added.code}").text
    assert 'value="2026-12-02T08:00"' in form
    assert re.search(r'<option selected value="session:J1-02"', form)
    assert len(re.findall(r'<input checked [^>]*name="categories"', form)) == 2


def test_a_stand_of_the_fair_can_be_watched(organiser: FlaskClient, fair: Fair) -> None:
    fair.event.stands = [Stand(number=7, name=LocalizedText(fr="Artisans de Kindia"))]
    db.session.flush()
    added = add(organiser, scope="counter", watches="stand:7")
    assert added.watches == "7"
    assert re.search(
        r'<option selected value="stand:7"', organiser.get(f"{GATES}{added.code}").text
    )


def test_entrances_lead_to_one_ground_or_to_their_own(organiser: FlaskClient, fair: Fair) -> None:
    """The team never sees the keys: it says which entrances it is like."""
    page = organiser.get(f"{GATES}new").text
    assert "Le même que Entrée principale, Entrée des stands" in page

    same = add(organiser, is_entrance="y", ground="other:")
    own = add(organiser, is_entrance="y", ground="own")
    beside = add(organiser, is_entrance="y", ground=f"other:{own.watches}")

    assert same.watches == ""
    assert own.watches not in ("", None)
    assert beside.watches == own.watches
    # Saved again as it is shown, each leads where it led.
    for one in (same, own, beside):
        form = organiser.get(f"{GATES}{one.code}").text
        [ground] = re.findall(r'<option selected value="((?:other:|own)[^"]*)"', form)
        add_again = {**NEW, "is_entrance": "y", "ground": ground}
        assert organiser.post(f"{GATES}{one.code}", data=add_again).status_code == 303
        assert gate(one.code).watches == one.watches


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name-fr": " "}, "name"),
        ({"is_entrance": "y", "scope": "counter"}, "scope"),
        ({"signed_up_only": "y"}, "watches"),
        ({"opens_at": "2026-12-02T09:00", "closes_at": "2026-12-02T09:00"}, "closes_at"),
        ({"capacity": "0"}, "capacity"),
        ({"opens_at": "demain"}, "opens_at"),
        ({"watches": "session:NONE"}, "watches"),
        ({"categories": ["inconnue"]}, "categories"),
        ({"scope": "yearly"}, "scope"),
    ],
)
def test_what_no_gate_could_follow_is_refused_beside_its_field(
    organiser: FlaskClient, fair: Fair, wrong: dict[str, Any], field: str
) -> None:
    answer = organiser.post(f"{GATES}new", data={**NEW, "name-fr": "Salle 9", **wrong})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    if field != "name":
        assert 'value="Salle 9"' in answer.text, "nothing typed is lost"
    assert len(db.session.scalars(select(Checkpoint)).all()) == 5


def test_a_change_is_kept_in_the_audit_and_no_change_is_not(
    organiser: FlaskClient, fair: Fair
) -> None:
    values = {**NEW, "name-fr": "Salle de formation", "scope": "half_day", "categories": ["ong"]}
    for _time in range(2):
        assert organiser.post(f"{GATES}H1", data=values).status_code == 303
    entry = db.session.scalars(select(AuditEntry).filter_by(action="checkpoint.changed")).one()
    assert entry.details == {
        "code": "H1",
        "categories": [[], [fair.categories["ong"].id]],
    }


def test_checkpoints_are_put_in_order_by_hand(organiser: FlaskClient, fair: Fair) -> None:
    organiser.post(f"{GATES}H1/position", data={"up": "y"})
    organiser.post(f"{GATES}G1/position", data={"down": "y"})
    assert codes(organiser.get(GATES).text) == ["G2", "G1", "S1", "H1", "ST3"]


def test_only_a_checkpoint_that_was_never_used_is_removed(
    organiser: FlaskClient, fair: Fair
) -> None:
    send(fair, scan(fair.badge(), checkpoint="H1"))
    stand = fair.event.checkpoints[3]
    stand.categories = [fair.categories["ong"]]
    door = fair.event.checkpoints[2]
    db.session.add(Device(event_id=fair.event.id, code="P1", name="P1", checkpoint_id=door.id))

    answers = {code: organiser.post(f"{GATES}{code}/removal") for code in ("H1", "S1", "ST3")}

    assert {code: answer.status_code for code, answer in answers.items()} == {
        **{"H1": 422, "S1": 422},
        "ST3": 303,
    }
    assert "des personnes ont été scannées" in answers["H1"].text.lower()
    assert codes(organiser.get(GATES).text) == ["G1", "G2", "S1", "H1"]


def test_another_fairs_checkpoint_is_not_found(organiser: FlaskClient, fair: Fair) -> None:
    other = make_fair(fair.db, "ailleurs").event.checkpoints[0]
    other.code = "THERE"
    for path in ("THERE", "THERE/removal"):
        assert organiser.get(GATES + path).status_code == 404
