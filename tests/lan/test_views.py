"""The way in: steps in three languages, certificates as phones want them, the sheet."""

from __future__ import annotations

import io
import plistlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse, create_environ, run_wsgi_app
from werkzeug.wrappers import Request

from fairapp.core import pdf, qr
from fairapp.lan import authority
from fairapp.lan.door import door

URL, DOOR = "https://192.168.1.10:8443", "http://192.168.1.10:8080"
TITLES = {
    "fr": "La foire sans Internet",
    "en": "The fair without Internet",
    "ar": "المعرض بلا إنترنت",
}


@pytest.fixture
def root(app: Flask) -> x509.Certificate:
    """The authority of a fair that runs in the local network."""
    app.config.update(LAN_URL=URL, LAN_DOOR=DOOR)
    at = datetime.now(UTC)
    folder = Path(app.config["DATA_DIR"]) / "lan"
    made, _ = authority.ensure(folder, name="fairapp x", until=at + timedelta(days=9), at=at)
    return made.certificate


@pytest.mark.parametrize("language", TITLES)
def test_the_steps_are_told_in_each_language(
    client: FlaskClient, root: x509.Certificate, language: str
) -> None:
    page = client.get(f"/lan/?lang={language}")
    assert page.status_code == 200
    assert f"<h1>{TITLES[language]}</h1>" in page.text
    assert f'href="{URL}/"' in page.text
    assert "/lan/fairapp.crt" in page.text and "/lan/fairapp.mobileconfig" in page.text
    shown = page.text.split('class="fingerprint"')[1].split(">", 1)[1].split("</span>")[0]
    assert shown.replace("<br>", " ") == authority.fingerprint(root)


def test_the_certificate_is_what_phones_install(
    client: FlaskClient, root: x509.Certificate
) -> None:
    answer = client.get("/lan/fairapp.crt")
    assert answer.content_type == "application/x-x509-ca-cert"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Content-Disposition" not in answer.headers
    assert x509.load_der_x509_certificate(answer.data) == root


def test_an_iphone_gets_a_profile(client: FlaskClient, root: x509.Certificate) -> None:
    answer = client.get("/lan/fairapp.mobileconfig?lang=fr")
    assert answer.content_type == "application/x-apple-aspen-config"
    whole = plistlib.loads(answer.data)
    (inner,) = whole["PayloadContent"]
    assert (whole["PayloadType"], whole["PayloadVersion"]) == ("Configuration", 1)
    assert inner["PayloadType"] == "com.apple.security.root"
    assert inner["PayloadContent"] == root.public_bytes(Encoding.DER)
    assert "réseau local" in whole["PayloadDescription"]
    assert whole["PayloadUUID"] != inner["PayloadUUID"]
    # A second one takes the place of the first.
    again = plistlib.loads(client.get("/lan/fairapp.mobileconfig?lang=ar").data)
    assert again["PayloadUUID"] == whole["PayloadUUID"]
    assert again["PayloadIdentifier"] == whole["PayloadIdentifier"]


@pytest.mark.parametrize("language", TITLES)
def test_the_sheet_is_one_page_whose_codes_lead_there(
    client: FlaskClient, root: x509.Certificate, language: str
) -> None:
    answer = client.get(f"/lan/poster.pdf?lang={language}")
    assert answer.content_type == "application/pdf"
    (page,) = pypdfium2.PdfDocument(answer.data)
    assert (round(page.get_width()), round(page.get_height())) == (595, 842)
    picture = Image.open(io.BytesIO(pdf.page_png(answer.data, dpi=150)))
    codes = {code.text for code in zxingcpp.read_barcodes(picture)}
    assert codes == {f"{DOOR}/", f"{URL}/"}
    text = " ".join(page.get_textpage().get_text_bounded().split())
    pairs = authority.fingerprint(root).split(" ")
    lines = [" ".join(pairs[n : n + 8]) for n in range(0, 32, 8)]
    assert [line for line in lines if line not in text] == []


@pytest.mark.parametrize("path", ["", "fairapp.crt", "fairapp.mobileconfig", "poster.pdf"])
def test_elsewhere_there_is_nothing(client: FlaskClient, path: str) -> None:
    """An authority that was left from a fair is not handed out by a public server."""
    assert client.get(f"/lan/{path}").status_code == 404


def through(app: Flask, path: str, method: str = "GET", query: str = "") -> TestResponse:
    """What the plain port answers; `path` as it is after decoding, which a client would tidy."""
    environ = create_environ("/", DOOR, query_string=query, method=method)
    environ["PATH_INFO"] = path
    return TestResponse(*run_wsgi_app(door(app, URL), environ), request=Request(environ))


@pytest.mark.parametrize(
    ("method", "path", "onward"),
    [
        ("GET", "/", "/lan/"),
        ("GET", "/login", f"{URL}/login"),
        ("POST", "/login", f"{URL}/login"),
        ("POST", "/lan/", f"{URL}/lan/"),
        ("GET", "//evil.example.org/x", f"{URL}/evil.example.org/x"),
        ("GET", "@evil.example.org/x", f"{URL}/%40evil.example.org/x"),
        ("GET", "/\r\nSet-Cookie: a=b", f"{URL}/%0D%0ASet-Cookie%3A%20a%3Db"),
        ("GET", "/lan", f"{URL}/lan"),
    ],
)
def test_the_plain_port_shows_steps_and_sends_all_else_on(
    app: Flask, root: x509.Certificate, method: str, path: str, onward: str
) -> None:
    answer = through(app, path, method)
    assert answer.status_code == 303
    assert answer.location == onward
    assert "Set-Cookie" not in answer.headers


def test_what_was_asked_for_is_asked_for_again(app: Flask, root: x509.Certificate) -> None:
    answer = through(app, "/e/foire/", query="day=1&lang=ar")
    assert answer.location == f"{URL}/e/foire/?day=1&lang=ar"


def test_the_plain_port_has_what_the_steps_need(app: Flask, root: x509.Certificate) -> None:
    page = through(app, "/lan/")
    assert page.status_code == 200
    sheet = page.text.split('rel="stylesheet" href="')[1].split('"')[0]
    assert through(app, sheet.partition("?")[0]).status_code == 200
    assert through(app, "/lan/fairapp.crt").status_code == 200


def test_a_code_in_the_terminal_is_read(app: Flask) -> None:
    rows = qr.blocks(f"{DOOR}/").splitlines()
    assert len({len(row) for row in rows}) == 1
    picture = Image.new("L", (len(rows[0]), 2 * len(rows)), 255)
    for y, row in enumerate(rows):
        for x, block in enumerate(row):
            picture.putpixel((x, 2 * y), 0 if block in "▀█" else 255)
            picture.putpixel((x, 2 * y + 1), 0 if block in "▄█" else 255)
    large = picture.resize((picture.width * 6, picture.height * 6), Image.Resampling.NEAREST)
    assert [code.text for code in zxingcpp.read_barcodes(large)] == [f"{DOOR}/"]
