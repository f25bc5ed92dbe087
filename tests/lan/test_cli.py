"""The command as a laptop runs it: TLS that only our authority makes good, and a real browser."""

from __future__ import annotations

import http.client
import os
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import psutil
import pytest
from cryptography import x509
from flask import Flask
from playwright.sync_api import Browser, expect

from fairapp.core.addresses import absolute, base_url
from fairapp.demo.load import SLUG
from fairapp.lan import network
from fairapp.lan.authority import fingerprint
from tests import services
from tests.conftest import MakeApp, OpenPage
from tests.lan.conftest import ADDRESS, Lan, start
from tests.services import free_port


def ask(url: str, trust: ssl.SSLContext) -> http.client.HTTPResponse:
    answer: http.client.HTTPResponse = urlopen(url, timeout=60, context=trust)
    return answer


def test_who_trusts_our_authority_reaches_the_fair(lan: Lan) -> None:
    trust = ssl.create_default_context(cafile=str(lan.root))
    with ask(f"{lan.url}/e/{SLUG}/", trust) as answer:
        assert answer.status == 200
    # Without it, as any phone of a visitor: refused.
    with pytest.raises(URLError) as refusal:
        ask(f"{lan.url}/e/{SLUG}/", ssl.create_default_context())
    assert isinstance(refusal.value.reason, ssl.SSLCertVerificationError)


def test_old_phones_speak_tls_1_2(lan: Lan) -> None:
    trust = ssl.create_default_context(cafile=str(lan.root))
    trust.maximum_version = ssl.TLSVersion.TLSv1_2
    with ask(f"{lan.url}/healthz", trust) as answer:
        assert answer.status == 200


def test_the_session_never_travels_in_clear(lan: Lan) -> None:
    trust = ssl.create_default_context(cafile=str(lan.root))
    with ask(f"{lan.url}/login", trust) as answer:
        (session,) = [
            c for c in answer.headers.get_all("Set-Cookie", []) if c.startswith("__Host-session=")
        ]
    assert "; Secure" in session and "; HttpOnly" in session


def test_the_plain_port_hands_out_that_authority(lan: Lan) -> None:
    with urlopen(f"{lan.door}/lan/fairapp.crt", timeout=60) as answer:
        given = x509.load_der_x509_certificate(answer.read())
    assert given == x509.load_pem_x509_certificate(lan.root.read_bytes())
    assert f"Empreinte : {fingerprint(given)}" in lan.said()


def test_the_terminal_says_where_and_how(lan: Lan) -> None:
    said = lan.said()
    assert f"{lan.door}/\n" in said and f"{lan.url}/\n" in said
    assert f"{lan.door}/lan/poster.pdf" in said
    assert "chaque téléphone doit l’installer" in said
    assert sum(line.strip().startswith("█▀▀▀▀▀█") for line in said.splitlines()) >= 4


def test_another_start_keeps_the_authority_and_tells_of_the_address(lan: Lan) -> None:
    """Beside the first one, on the same data; what it leaves is what the first one had."""
    before = lan.root.read_bytes()
    other = Lan(lan.folder, free_port(), free_port())
    log = len(lan.said())
    process = start(other)
    try:
        process.wait_until(lambda: "était https://" in other.said()[log:], "fair lan")
        children = psutil.Process(process.popen.pid).children(recursive=True)
    finally:
        process.close()
    assert psutil.wait_procs(children, timeout=10)[1] == []
    assert lan.root.read_bytes() == before
    assert lan.url in other.said()[log:]
    assert "chaque téléphone doit l’installer" not in other.said()[log:]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("8.8.8.8", "n’est pas une adresse privée"),
        ("nowhere", "n’est pas une adresse privée"),
        ("192.168.255.253", "cannot listen on 192.168.255.253"),
    ],
)
def test_an_address_that_cannot_be_is_refused(app: Flask, address: str, said: str) -> None:
    result = app.test_cli_runner().invoke(args=["lan", "--address", address])
    assert (result.exit_code, said in result.output) == (1, True), result.output


def test_without_a_network_it_says_so(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network.psutil, "net_if_addrs", dict)
    result = app.test_cli_runner().invoke(args=["lan"])
    assert (result.exit_code, "n’est sur aucun réseau" in result.output) == (1, True)


def test_codes_lead_into_the_network_and_e_mails_do_not(make_app: MakeApp) -> None:
    app = make_app(LAN_URL="https://192.168.1.10:8443")
    with app.app_context():
        assert absolute("events.index") == "https://192.168.1.10:8443/"
        assert not app.config["PUBLIC_URL"], "what holds letters back whose links lead nowhere"
        # A fair that has its own site prints and writes that, here too.
        app.config["PUBLIC_URL"] = "https://foire.example.org"
        assert base_url() == "https://foire.example.org"


@pytest.fixture
def phone(lan: Lan, _playwright: Any, tmp_path: Path) -> Iterator[Browser]:
    """A Chromium that has installed the authority, as a phone does; it trusts nothing else more.

    A flag that ignores certificates would hide that a service worker is refused.
    """
    if shutil.which("certutil") is None:
        pytest.skip("certutil (libnss3-tools) is not installed")
    store = tmp_path / ".pki" / "nssdb"
    store.mkdir(parents=True)
    for command in (
        ["-N", "--empty-password"],
        ["-A", "-n", "fair", "-t", "C,,", "-i", str(lan.root)],
    ):
        subprocess.run(["certutil", "-d", f"sql:{store}", *command], check=True)
    browser: Browser = _playwright.chromium.launch(
        executable_path=services.chromium_path(),
        # Loopback would be secure by itself; a phone's address, or this name, is not.
        args=[
            *services.chromium_flags(),
            f"--host-resolver-rules=MAP {network.names()[0]} {ADDRESS}",
        ],
        env={**os.environ, "HOME": str(tmp_path)},
    )
    yield browser
    browser.close()


@pytest.mark.browser
def test_a_phone_with_the_certificate_has_a_secure_context(lan: Lan, phone: Browser) -> None:
    name = network.names()[0]
    # Not by `open_page`: in plain HTTP Chromium complains of a header that is for HTTPS.
    page = phone.new_page(viewport={"width": 360, "height": 740})
    page.goto(f"http://{name}:{lan.plain_port}/")
    expect(page.locator("h1")).to_have_text("La foire sans Internet")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert page.evaluate("isSecureContext") is False
    page.locator(f"a.button[href='{lan.url}/']").click()
    page.wait_for_url(f"{lan.url}/**")
    page.goto(f"https://{name}:{lan.port}/e/{SLUG}/programme")
    assert page.evaluate("isSecureContext") is True
    assert page.evaluate("Boolean(navigator.mediaDevices.getUserMedia)") is True
    scope = page.evaluate("navigator.serviceWorker.ready.then((found) => found.scope)")
    assert scope.startswith(f"https://{name}:{lan.port}/e/{SLUG}/programme")


@pytest.mark.browser
def test_a_phone_without_it_is_warned(lan: Lan, open_page: OpenPage) -> None:
    page = open_page(360, 740)
    with pytest.raises(Exception, match="ERR_CERT_AUTHORITY_INVALID"):
        page.goto(f"{lan.url}/")
