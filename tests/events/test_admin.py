"""Pages where fairs are created and set up."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session
from werkzeug.datastructures import MultiDict

from fairapp.accounts.models import Membership, User
from fairapp.core.i18n import LocalizedText
from fairapp.events import actions
from fairapp.events.models import Event
from tests.conftest import NOW, Login
from tests.events.test_actions import NEW, register

Db = scoped_session[Session]


@pytest.fixture
def fair(db_session: Db) -> Event:
    event = actions.create_event(NEW, actor=None, at=NOW)
    db_session.commit()
    return event


# -- the list of fairs ----------------------------------------------------------------------------


def test_nobodys_fairs_lead_an_administrator_on_and_others_to_an_organiser(
    client: FlaskClient, db_session: Db, login: Login
) -> None:
    login(client, "administrator")
    assert 'href="/staff/new"' in client.get("/staff/").text
    db_session.scalars(select(User)).one().is_administrator = False
    db_session.commit()
    page = client.get("/staff/")
    assert page.status_code == 200
    assert 'href="/staff/new"' not in page.text
    assert "administrator-0@example.org" in page.text


def test_several_fairs_are_listed_each_with_the_page_where_one_works(
    client: FlaskClient, db_session: Db, fair: Event, login: Login
) -> None:
    email = login(client, "scanner")
    me = db_session.scalars(select(User).filter_by(email=email)).one()
    for slug, role in (("labe", "reports"), ("mamou", None)):
        other = actions.create_event(
            actions.NewEvent(**{**NEW.__dict__, "slug": slug}), actor=None, at=NOW
        )
        other.name = LocalizedText(fr=f"Foire de {slug}")
        if role:
            db_session.add(Membership(user_id=me.id, event_id=other.id, role=role))
    db_session.commit()
    page = client.get("/staff/").text
    assert 'href="/scan/foire-aux-savoirs-2026/"' in page
    assert 'href="/staff/labe/reports"' in page
    assert "mamou" not in page


def test_an_administrator_sees_every_fair(client: FlaskClient, fair: Event, login: Login) -> None:
    login(client, "administrator")
    assert client.get("/staff/").location == "/staff/foire-aux-savoirs-2026/"


# -- settings -------------------------------------------------------------------------------------

SETTINGS = "/staff/foire-aux-savoirs-2026/settings"
CHANGES = {
    "name-fr": "Foire aux savoirs",
    "name-ar": "معرض المعارف",
    "first_day": "2026-12-02",
    "last_day": "2026-12-04",
    "city": "Kindia",
    "place-fr": "Maison des jeunes",
    "timezone": "Africa/Conakry",
    "languages": ["fr", "ar"],
    "contact": "+224 631 00 00 00",
    "registration_opens_at": "2026-11-20T08:00",
    "registration_closes_at": "2026-11-30T18:30",
    "capacity": "400",
    "offer_hours": "24",
    "reminder_days": "3",
    "project_code": "PSG-2026",
}


def test_settings_are_kept_and_shown_again(
    client: FlaskClient, db_session: Db, fair: Event, login: Login
) -> None:
    login(client, "organiser")
    assert client.post(SETTINGS, data=CHANGES).location == SETTINGS
    db_session.expire_all()
    assert fair.registration_opens_at == datetime(2026, 11, 20, 8, tzinfo=UTC)
    assert (fair.capacity, fair.languages, fair.project_code) == (400, ["fr", "ar"], "PSG-2026")
    assert (fair.offer_hours, fair.reminder_days) == (24, 3)
    page = client.get(SETTINGS).text
    for shown in ("Maison des jeunes", 'value="2026-11-30T18:30"', 'value="PSG-2026"'):
        assert shown in page


def test_saving_what_is_shown_changes_nothing(
    client: FlaskClient, db_session: Db, fair: Event, login: Login
) -> None:
    login(client, "organiser")
    client.post(SETTINGS, data=CHANGES)
    db_session.expire_all()
    before = {c.name: getattr(fair, c.name) for c in Event.__table__.columns}
    client.post(SETTINGS, data=form_of(client.get(SETTINGS).text))
    db_session.expire_all()
    assert {c.name: getattr(fair, c.name) for c in Event.__table__.columns} == before


def test_without_a_number_there_is_no_reminder_but_an_offer_still_ends(
    client: FlaskClient, db_session: Db, fair: Event, login: Login
) -> None:
    login(client, "organiser")
    client.post(SETTINGS, data={**CHANGES, "offer_hours": "", "reminder_days": ""})
    db_session.expire_all()
    assert (fair.offer_hours, fair.reminder_days) == (48, None)


def test_opening_times_are_on_the_fairs_own_clocks(
    client: FlaskClient, db_session: Db, fair: Event, login: Login
) -> None:
    fair.timezone = "Africa/Lagos"  # an hour ahead of UTC
    login(client, "organiser")
    client.post(SETTINGS, data={**CHANGES, "timezone": "Africa/Lagos"})
    db_session.expire_all()
    assert fair.registration_opens_at == datetime(2026, 11, 20, 7, tzinfo=UTC)
    assert 'value="2026-11-20T08:00"' in client.get(SETTINGS).text


def test_times_typed_with_another_zone_are_meant_in_that_one(
    client: FlaskClient, db_session: Db, fair: Event, login: Login
) -> None:
    login(client, "organiser")
    client.post(SETTINGS, data={**CHANGES, "timezone": "Africa/Lagos"})
    db_session.expire_all()
    assert fair.timezone == "Africa/Lagos"
    assert fair.registration_opens_at == datetime(2026, 11, 20, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"languages": []}, "languages"),
        ({"capacity": "0"}, "capacity"),
        ({"capacity": "beaucoup"}, "capacity"),
        ({"offer_hours": "0"}, "offer_hours"),
        ({"offer_hours": "721"}, "offer_hours"),
        ({"reminder_days": "-1"}, "reminder_days"),
        ({"registration_closes_at": "2026-11-20T08:00"}, "registration_closes_at"),
        ({"registration_opens_at": "demain"}, "registration_opens_at"),
        ({"registration_opens_at": "2026-11-20T08:00+05:00"}, "registration_opens_at"),
        ({"registration_opens_at": "0001-01-01T00:00"}, "registration_opens_at"),
        ({"name-fr": "", "name-ar": ""}, "name"),
    ],
)
def test_a_wrong_setting_stands_at_its_field_and_nothing_is_kept(
    client: FlaskClient,
    db_session: Db,
    fair: Event,
    login: Login,
    change: dict[str, str],
    field: str,
) -> None:
    login(client, "organiser")
    answer = client.post(SETTINGS, data={**CHANGES, "first_day": "2026-12-03", **change})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert 'value="Maison des jeunes"' in answer.text
    db_session.expire_all()
    assert (fair.capacity, fair.days[0].date.day) == (None, 2)


def test_days_are_fixed_once_somebody_is_registered(
    client: FlaskClient, db_session: Db, fair: Event, login: Login
) -> None:
    login(client, "organiser")
    assert 'name="first_day"' in client.get(SETTINGS).text
    register(db_session, fair)
    page = client.get(SETTINGS).text
    assert 'name="first_day"' not in page
    assert "2–4 décembre 2026" in page
    smuggled = {**CHANGES, "first_day": "2027-01-01", "last_day": "2027-01-02"}
    assert client.post(SETTINGS, data=smuggled).status_code == 302
    db_session.expire_all()
    assert ([d.date.day for d in fair.days], fair.capacity) == ([2, 3, 4], 400)


def test_a_fair_without_days_can_be_given_some(
    client: FlaskClient, db_session: Db, fair: Event, login: Login
) -> None:
    fair.days.clear()
    login(client, "organiser")
    assert client.get(SETTINGS).status_code == 200
    assert client.post(SETTINGS, data=CHANGES).status_code == 302
    db_session.expire_all()
    assert [d.date.day for d in fair.days] == [2, 3, 4]


# -- categories -----------------------------------------------------------------------------------

CATEGORIES = "/staff/foire-aux-savoirs-2026/categories"


def test_categories_are_changed_added_and_removed(
    client: FlaskClient, db_session: Db, fair: Event, login: Login
) -> None:
    login(client, "organiser")
    assert "Police nationale" in client.get(CATEGORIES).text
    form = {"name-fr": "Élèves", "letter": "l", "colour": "#00704a", "admission": "open"}
    assert client.post(f"{CATEGORIES}/new", data=form).location == CATEGORIES
    form = {**form, "name-fr": "Lycéens", "letter": "y"}
    assert client.post(f"{CATEGORIES}/eleves", data=form).location == CATEGORIES
    db_session.expire_all()
    last = fair.categories[-1]
    assert (last.code, last.name.fr, last.letter, last.is_counted) == (
        "eleves",
        "Lycéens",
        "Y",
        False,
    )
    assert client.get(f"{CATEGORIES}/eleves/removal").status_code == 200
    assert client.post(f"{CATEGORIES}/eleves/removal").location == CATEGORIES
    assert client.get(f"{CATEGORIES}/eleves").status_code == 404


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"letter": "P"}, "letter"),
        ({"letter": ""}, "letter"),
        ({"letter": "ABC"}, "letter"),
        ({"colour": "#ffffff"}, "colour"),
        ({"colour": "javascript:"}, "colour"),
        ({"name-fr": ""}, "name"),
    ],
)
def test_a_wrong_category_stands_at_its_field(
    client: FlaskClient, fair: Event, login: Login, change: dict[str, str], field: str
) -> None:
    login(client, "organiser")
    form = {"name-fr": "Élèves", "letter": "L", "colour": "#00704a", **change}
    for page in ("new", "ong"):
        answer = client.post(f"{CATEGORIES}/{page}", data=form)
        assert answer.status_code == 422
        assert f'id="{field}-error"' in answer.text


def test_a_category_with_people_is_not_removed(
    client: FlaskClient, db_session: Db, fair: Event, login: Login
) -> None:
    login(client, "organiser")
    register(db_session, fair)
    answer = client.post(f"{CATEGORIES}/autorites/removal")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert client.get(f"{CATEGORIES}/autorites").status_code == 200


def test_removing_a_category_names_its_checkpoints_with_their_addresses(
    client: FlaskClient, db_session: Db, fair: Event, login: Login
) -> None:
    login(client, "organiser")
    alone, shared = fair.checkpoints[:2]
    gone = next(category for category in fair.categories if category.code == "ong")
    alone.categories, shared.categories = [gone], [gone, fair.categories[0]]
    db_session.commit()

    page = client.get(f"{CATEGORIES}/ong/removal").text
    answer = client.post(f"{CATEGORIES}/ong/removal")

    for gate in (alone, shared):
        assert f'/checkpoints/{gate.code}">' in page
    assert answer.status_code == 422
    said = answer.text.partition('role="alert"')[2].partition("</div>")[0]
    assert str(alone.name.fr) in said
    assert str(shared.name.fr) not in said


def form_of(page: str) -> MultiDict[str, str]:
    """What a browser would send of the page's form as it is."""
    import tinyhtml5

    tree = tinyhtml5.parse(page, namespace_html_elements=False)
    form = next(f for f in tree.iter("form") if "section" in f.get("class", ""))
    sent: MultiDict[str, str] = MultiDict()
    for element in form.iter():
        name = element.get("name")
        if name is None:
            continue
        if element.tag == "textarea":
            # The first line end is markup; line ends travel as CR LF.
            sent.add(name, (element.text or "").replace("\n", "\r\n"))
        elif element.tag == "select":
            chosen = [o for o in element.iter("option") if o.get("selected") is not None]
            sent.add(name, chosen[0].get("value"))
        elif element.get("type") not in {"checkbox", "radio"} or element.get("checked") is not None:
            sent.add(name, element.get("value", ""))
    return sent


def test_places_of_a_day_are_set_and_lifted(
    client: FlaskClient, db_session: Db, fair: Event, login: Login
) -> None:
    login(client, "organiser")
    page = client.get(SETTINGS).text
    form = {**form_of(page), "day_places-1-places": "40"}
    assert client.post(SETTINGS, data=form).location == SETTINGS
    db_session.expire_all()
    assert [day.capacity for day in fair.days] == [None, 40, None]
    assert 'value="40"' in client.get(SETTINGS).text
    assert client.post(SETTINGS, data={**form, "day_places-1-places": "x"}).status_code == 422
    assert client.post(SETTINGS, data={**form, "day_places-1-places": ""}).location == SETTINGS
    db_session.expire_all()
    assert [day.capacity for day in fair.days] == [None, None, None]
