"""The public leaflet."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session as DbSession
from sqlalchemy.orm import scoped_session

from fairapp.demo.load import SLUG
from fairapp.events.models import Event
from fairapp.programme.models import Speaker
from fairapp.programme.printing import leaflet
from tests.programme.printing.conftest import pages_of

PDF = f"/e/{SLUG}/programme.pdf"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each leaflet that is laid out."""
    calls: list[int] = []
    real = leaflet.render

    def counted(programme: object) -> object:
        calls.append(1)
        return real(programme)  # type: ignore[arg-type]

    monkeypatch.setattr(leaflet, "render", counted)
    return calls


def test_everybody_may_take_it_and_it_is_made_once(
    demo_client: FlaskClient, demo_session: scoped_session[DbSession], demo: Event, made: list[int]
) -> None:
    first = demo_client.get(f"{PDF}?lang=fr")
    assert (first.status_code, first.mimetype) == (200, "application/pdf")
    assert first.headers["Content-Disposition"] == f'inline; filename="{SLUG}-programme-fr.pdf"'
    assert "Page 1 / 3" in pages_of(first.data)[0]
    again = demo_client.get(f"{PDF}?lang=fr", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert len(made) == 1

    # A name that was misspelt is right at once, everywhere.
    mayor = demo_session.query(Speaker).filter_by(name="M. Facinet Aribot").one()
    mayor.name = "M. Facinet Aribot-Sylla"
    demo_session.commit()
    corrected = demo_client.get(f"{PDF}?lang=fr")
    assert "Aribot-Sylla" in pages_of(corrected.data)[0]
    assert len(made) == 2


def test_page_of_the_programme_leads_to_it(demo_client: FlaskClient) -> None:
    page = demo_client.get(f"/e/{SLUG}/programme?lang=en").text
    assert f'href="{PDF}?lang=en"' in page
