"""What pages of the widest fair weigh, compressed, with all that they load."""

from __future__ import annotations

import gzip
import re
from urllib.parse import urljoin

import brotli
import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session as DbSession
from sqlalchemy.orm import scoped_session

from fairapp.core import clock
from tests.conftest import NOW
from tests.programme.wide import A_ROOM, ROOMS, SLUG, add_wide_fair
from tests.statements import recorded

KB = 1024
DAY = f"/e/{SLUG}/programme"
_LOADED = re.compile(r'<(?:link rel="(?:stylesheet|icon)" href|script type="module" src)="([^"]+)"')
_UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress}


@pytest.fixture
def wide(db_session: scoped_session[DbSession]) -> None:
    add_wide_fair(NOW)


def weight(client: FlaskClient, path: str, encoding: str) -> dict[str, int]:
    """Bytes by address: the page and what it loads, the worker and its pages apart."""
    accepts = {"Accept-Encoding": encoding}
    page = client.get(path, headers=accepts)
    assert page.status_code == 200
    text = _UNPACK[encoding](page.data).decode()
    loaded = {urljoin(path, address.replace("&amp;", "&")) for address in _LOADED.findall(text)}
    assert len(loaded) >= 4
    return {
        path: len(page.data),
        **{address: len(client.get(address, headers=accepts).data) for address in loaded},
    }


@pytest.mark.usefixtures("wide")
@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("encoding", ["br", "gzip"])
@pytest.mark.parametrize("path", [DAY, f"{DAY}/J1-101", f"{DAY}?q=police", f"/e/{SLUG}/"])
def test_a_page_of_200_sessions_in_20_rooms_weighs_at_most_50_kilobytes(
    client: FlaskClient, path: str, encoding: str, language: str
) -> None:
    client.set_cookie("lang", language)
    at = NOW.replace(month=12, day=2, hour=10, minute=20)
    with clock.stopped(at):
        weights = weight(client, path, encoding)
    total = sum(weights.values())
    print(f"\n{path} in {language}, {encoding}: {total / KB:.1f} KB, page {weights[path] / KB:.1f}")
    assert 4 * KB < total <= 50 * KB, weights


@pytest.mark.usefixtures("wide")
def test_it_is_all_there_in_the_same_reads(client: FlaskClient) -> None:
    with recorded() as statements:
        page = client.get(DAY).text
    assert page.partition('<ol class="timeline">')[2].count("<article") == ROOMS * A_ROOM
    assert page.partition('<table class="grid">')[2].partition("</table>")[0].count("<article") == (
        ROOMS * A_ROOM
    )
    assert len(statements) <= 9
