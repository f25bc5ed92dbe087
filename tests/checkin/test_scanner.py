"""The scanner's page, and the version of it that a phone keeps."""

from __future__ import annotations

import hashlib
import json
import posixpath
import re

import pytest
from flask.testing import FlaskClient

from tests.checkin.conftest import Fair
from tests.conftest import Login

_SET = re.compile(r"^const SET = (.+);$", re.M)
_IMPORT = re.compile(r'(?:from\s+|import\s*)"([./][^"]+)"')


def files(client: FlaskClient) -> dict[str, str]:
    """Digests by address, as the service worker has them."""
    found = _SET.search(client.get("/scan/worker.js").text)
    assert found
    whole = json.loads(found[1])
    kept: list[tuple[str, str]] = [
        *whole["files"],
        *whole["names"],
        *whole["pages"],
    ]
    assert len({address for address, _ in kept}) == len(kept)
    return dict(kept)


def test_every_file_of_a_version_is_there_with_its_digest(client: FlaskClient) -> None:
    for address, digest in files(client).items():
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert hashlib.sha256(answer.get_data()).hexdigest()[:16] == digest, address


def test_a_version_is_whole(client: FlaskClient) -> None:
    kept = files(client)
    for address in kept:
        if not address.partition("?")[0].endswith(".js"):
            continue
        for name in _IMPORT.findall(client.get(address).text):
            imported = posixpath.normpath(posixpath.join(posixpath.dirname(address), name))
            assert imported in kept, f"{address} imports {name}"
    for language in ("fr", "en", "ar"):
        page = client.get(f"/scan/?lang={language}").text
        # Icons and manifest are for putting it among the apps, which needs a network anyway.
        for found in re.findall(r'(?:src|href)="(/(?:static|scan)/[^"]*)"', page):
            if "manifest" in found or ".png" in found:
                continue
            assert found.replace("&amp;", "&") in kept, found


def test_the_page_is_the_same_for_everybody(client: FlaskClient, fair: Fair, login: Login) -> None:
    page = client.get("/scan/?lang=ar")
    assert page.status_code == 200
    assert 'dir="rtl"' in page.text and "csrf" not in page.text
    assert "journees" not in page.text
    login(client, "scanner")
    again = client.get("/scan/?lang=ar")
    assert again.get_data() == page.get_data()
    etag = page.headers["ETag"]
    assert client.get("/scan/?lang=ar", headers={"If-None-Match": etag}).status_code == 304


def test_the_decoder_may_compile_and_nothing_else_may(client: FlaskClient) -> None:
    for path in ("/scan/", "/scan/decoder.js"):
        policy = client.get(path).headers["Content-Security-Policy"]
        assert "script-src 'self' 'wasm-unsafe-eval';" in policy
    assert "wasm" not in client.get("/scan/worker.js").headers["Content-Security-Policy"]


@pytest.mark.parametrize(("language", "direction"), [("fr", "ltr"), ("ar", "rtl")])
def test_a_phone_may_put_it_among_its_apps(
    client: FlaskClient, language: str, direction: str
) -> None:
    answer = client.get(f"/scan/manifest.webmanifest?lang={language}")
    assert answer.mimetype == "application/manifest+json"
    manifest = json.loads(answer.text)
    assert (manifest["lang"], manifest["dir"]) == (language, direction)
    assert manifest["scope"] == manifest["start_url"] == "/scan/"
    assert manifest["display"] == "standalone"
    assert [icon["sizes"] for icon in manifest["icons"]] == ["192x192", "512x512"]
    for icon in manifest["icons"]:
        assert client.get(icon["src"]).mimetype == "image/png"


def test_one_tap_is_for_whoever_may_check_people_in(
    client: FlaskClient, fair: Fair, login: Login
) -> None:
    assert client.get("/scan/journees/").status_code == 302
    login(client, "reports")
    assert client.get("/scan/journees/").status_code == 403
    login(client, "scanner")
    page = client.get("/scan/journees/")
    assert 'action="/scan/journees/devices"' in page.text
