"""The team's pages of the kinds of session."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Event
from fairapp.programme.kinds.actions import kinds_of
from fairapp.programme.models import SessionKind
from tests.conftest import Login
from tests.programme.conftest import AddSession

KINDS = "/staff/foire/programme/kinds/"
FORM = {"name-fr": "Contes", "name-ar": "حكايات", "colour": "#63359a", "icon": "theatre"}


@pytest.fixture
def editor(client: FlaskClient, fair: Event, login: Login) -> FlaskClient:
    login(client, "programme")
    return client


def codes(page: str) -> list[str]:
    return re.findall(r'<li id="kind-(\w+)"', page)


def test_a_kind_is_added_with_one_of_the_drawn_pictograms(editor: FlaskClient, fair: Event) -> None:
    form = editor.get(KINDS + "new").text
    assert form.count('type="radio"') == 23
    assert len(set(re.findall(r"<svg class=\"i\".*?</svg>", form.split('"pictures"')[1]))) == 23
    assert editor.post(KINDS + "new", data=FORM).status_code == 303
    kind = kinds_of(fair)[-1]
    assert (kind.code, kind.name, kind.icon) == (
        "contes",
        LocalizedText(fr="Contes", ar="حكايات"),
        "theatre",
    )
    assert codes(editor.get(KINDS).text) == ["table_ronde", "theatre", "pause", "contes"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"colour": "#ffff00"}, "4.5"),
        ({"icon": "dragon"}, "Pictogramme"),
        ({"icon": ""}, "Choisissez un pictogramme."),
        ({"name-fr": "", "name-ar": ""}, "Saisissez un nom"),
    ],
)
def test_what_cannot_be_read_or_is_not_drawn_is_refused(
    editor: FlaskClient, fair: Event, wrong: dict[str, str], said: str
) -> None:
    for path in ("new", "theatre"):
        page = editor.post(KINDS + path, data={**FORM, **wrong})
        assert page.status_code == 422
        assert said in page.text
    assert [kind.colour for kind in kinds_of(fair)] == ["#28518f"] * 3


def test_a_change_is_seen_at_once(
    editor: FlaskClient, fair: Event, add_session: AddSession
) -> None:
    add_session("a", "09:00", "10:00", kind="theatre")
    assert editor.post(KINDS + "theatre", data=FORM).status_code == 303
    page = editor.get("/e/foire/programme?day=1").text
    assert "Contes" in page
    assert "#63359a" in editor.get("/e/foire/kinds.css").text


def test_the_order_is_set_by_hand(editor: FlaskClient, fair: Event) -> None:
    for code, direction in (("pause", "up"), ("pause", "up"), ("pause", "up"), ("theatre", "up")):
        editor.post(f"{KINDS}{code}/position", data={direction: "y"})
    assert codes(editor.get(KINDS).text) == ["pause", "theatre", "table_ronde"]


def test_only_a_kind_without_sessions_is_removed(
    editor: FlaskClient, fair: Event, add_session: AddSession
) -> None:
    add_session("a", "09:00", "10:00", kind="theatre")
    page = editor.post(KINDS + "theatre/removal")
    assert page.status_code == 422
    assert "Des séances sont de ce genre." in page.text
    assert editor.post(KINDS + "pause/removal").status_code == 303
    left = db.session.scalars(select(SessionKind.code).order_by(SessionKind.id))
    assert list(left) == ["table_ronde", "theatre"]
    assert editor.get(KINDS + "pause").status_code == 404
