"""Static files: compressed once, kept a year under their fingerprint, nothing else served."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from urllib.parse import unquote_to_bytes

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session, scoped_session
from werkzeug.test import TestResponse

from fairapp.core.assets import minify_css
from fairapp.events.actions import create_event
from tests.conftest import NOW, Login
from tests.events.test_actions import NEW

STATIC = Path(__file__).resolve().parents[2] / "fairapp" / "static"
FOREVER = "public, max-age=31536000, immutable"


@pytest.fixture
def url(app: Flask) -> str:
    """Address of the public style sheet, with its fingerprint."""
    with app.test_request_context():
        return str(app.jinja_env.globals["asset"]("public.css"))  # type: ignore[operator]


def get(client: FlaskClient, url: str, encodings: str = "", **headers: str) -> TestResponse:
    return client.get(url, headers={"Accept-Encoding": encodings, **headers})


# -- encodings ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br", "br"),
        ("br;q=0.1, gzip", "br"),
        ("gzip, deflate", "gzip"),
        ("gzip, br;q=0", "gzip"),
        ("identity", None),
        ("", None),
    ],
)
def test_a_style_sheet_in_the_best_encoding_that_is_accepted(
    client: FlaskClient, url: str, accepted: str, encoding: str | None
) -> None:
    answer = get(client, url, accepted)
    plain = get(client, url).data
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
    assert answer.headers.get("Content-Encoding") == encoding
    assert unpack(answer.data) == plain
    assert answer.mimetype == "text/css"
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    if encoding:
        assert len(answer.data) < len(plain) / 2


def test_what_is_compressed_by_nature_is_not_compressed_again(client: FlaskClient) -> None:
    font = next((STATIC / "fonts").glob("*.ttf")).name
    answer = get(client, f"/static/fonts/{font}", "gzip, br")
    assert "Content-Encoding" not in answer.headers
    assert answer.data == (STATIC / "fonts" / font).read_bytes()


def test_a_module_and_a_program_have_the_types_that_browsers_ask_for(client: FlaskClient) -> None:
    types = {
        "js/refresh.js": "text/javascript",
        "img/icon.svg": "image/svg+xml",
        "vendor/zxing-wasm/reader/zxing_reader.wasm": "application/wasm",
    }
    for name, mimetype in types.items():
        answer = client.get(f"/static/{name}")
        assert (answer.status_code, answer.mimetype) == (200, mimetype)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


# -- caches ---------------------------------------------------------------------------------------


def test_kept_for_ever_only_under_the_right_fingerprint(client: FlaskClient, url: str) -> None:
    assert re.fullmatch(r"/static/public\.css\?v=[0-9a-f]{10}", url)
    assert client.get(url).headers["Cache-Control"] == FOREVER
    for other in ("/static/public.css", "/static/public.css?v=", url[:-1] + "x", url + "0"):
        answer = client.get(other)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-cache")


@pytest.mark.parametrize("accepted", ["br", "gzip", ""])
def test_what_is_known_is_not_sent_again(client: FlaskClient, url: str, accepted: str) -> None:
    first = get(client, url, accepted)
    again = get(client, url, accepted, **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    changed = get(client, url, accepted, **{"If-None-Match": '"another"'})
    assert (changed.status_code, changed.data) == (200, first.data)


def test_each_encoding_has_a_tag_of_its_own(client: FlaskClient, url: str) -> None:
    """A cache in between must not take one for the other."""
    tags = [get(client, url, accepted).headers["ETag"] for accepted in ("br", "gzip", "")]
    assert len(set(tags)) == 3


def test_the_fingerprint_follows_the_content(app: Flask, url: str) -> None:
    assets = app.extensions["fairapp_assets"]
    with app.test_request_context():
        others = {assets.url(name) for name in ("staff.css", "js/refresh.js", "public.css")}
    assert len(others) == 3
    assert url in others


def test_a_name_that_does_not_exist_fails_where_the_page_is_made(app: Flask) -> None:
    with app.test_request_context(), pytest.raises(LookupError, match=r"nothing\.css"):
        app.extensions["fairapp_assets"].url("nothing.css")


def test_public_pages_link_to_what_is_kept_for_ever(client: FlaskClient) -> None:
    page = client.get("/login").text
    links = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert len(links) >= 2
    for link in links:
        assert client.get(link).headers["Cache-Control"] == FOREVER, link


# -- nothing else ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/static/../config.py",
        "/static/../../config.py",
        "/static/%2e%2e/__init__.py",
        "/static/..%2f__init__.py",
        "/static/css/../../__init__.py",
        "/static/css/..%5c..%5c__init__.py",
        "/static//etc/passwd",
        "/static/%2fetc/passwd",
        "/static/./css/../../../pyproject.toml",
        "/static/css",
        "/static/css/",
        "/static/",
        "/static/nothing.css",
        "/static/PUBLIC.CSS",
        "/static/public.css/x",
    ],
)
def test_nothing_outside_is_served(app: Flask, path: str) -> None:
    environ = {"PATH_INFO": unquote_to_bytes(path).decode("latin-1"), "RAW_URI": path}
    answer = app.test_client().get("/", environ_overrides=environ)
    assert answer.status_code in {301, 308, 404}
    if answer.status_code != 404:
        assert app.test_client().get(answer.location).status_code == 404


def test_nothing_is_written_through_it(client: FlaskClient, url: str) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert client.open(url, method=method).status_code == 405


@pytest.mark.parametrize("page", ["public.css", "theme.css"])
def test_an_answer_that_anybody_may_keep_carries_nobodys_session(
    client: FlaskClient, db_session: scoped_session[Session], url: str, page: str, login: Login
) -> None:
    """A signed-in user's cookie is renewed with every other answer."""
    event = create_event(NEW, actor=None, at=NOW)
    event.accent = "#123c69"
    db_session.commit()
    if page == "theme.css":
        home = client.get(f"/e/{event.slug}/").text
        url = re.findall(r'href="([^"]+theme\.css[^"]+)"', home)[0].replace("&amp;", "&")
    login(client, "organiser")
    with client.session_transaction() as session:
        session.permanent = True
    assert "session=" in client.get("/staff/").headers["Set-Cookie"]
    answer = client.get(url)
    assert answer.headers["Cache-Control"] == FOREVER
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")


# -- style sheets ---------------------------------------------------------------------------------


def test_every_bundle_is_made_of_files_that_exist_and_of_all_of_them(app: Flask) -> None:
    bundles = app.extensions["fairapp_assets"]._bundles
    bundled = [part for parts in bundles.values() for part in parts]
    # Pages that stand alone bring the tokens along; everything else is in one bundle each.
    ours = [part for part in bundled if part != "tokens.css"]
    assert len(ours) == len(set(ours))
    there = {str(p.relative_to(STATIC / "css")) for p in (STATIC / "css").rglob("*.css")}
    assert set(bundled) == there


@pytest.mark.parametrize(
    ("source", "small"),
    [
        ("a { color : red ; }", "a{color : red}"),
        (
            "/* why */ a {\n  color: red;\n}\n\nb > c {\n  margin: 0;\n}",
            "a{color: red}b > c{margin: 0}",
        ),
        ("a { width: calc(100% - 2rem); }", "a{width: calc(100% - 2rem)}"),
        ("@media (min-width: 48rem) { a { b: c } }", "@media (min-width: 48rem){a{b: c}}"),
        ('a::after { content: "a , b"; }', 'a::after{content: "a , b"}'),
    ],
)
def test_minified_css_means_the_same(source: str, small: str) -> None:
    assert minify_css(source) == small


# -- headers --------------------------------------------------------------------------------------


def test_headers_of_a_file_are_few_for_each_one_is_paid_for(client: FlaskClient, url: str) -> None:
    answer = get(client, url, "br")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert sum(len(name) + len(value) + 4 for name, value in answer.headers) < 400


def test_what_a_module_says_of_itself_first_stays_here_and_licences_go_along(app: Flask) -> None:
    client = app.test_client()
    source = (STATIC / "js" / "scanner" / "uuid.js").read_bytes()
    served = client.get("/static/js/scanner/uuid.js").data
    assert source.startswith(b"// ") and served.startswith(b"export ")
    assert source.endswith(served)
    library = "vendor/zxing-wasm/share.js"
    assert client.get(f"/static/{library}").data == (STATIC / library).read_bytes()
