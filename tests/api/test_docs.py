"""The commands of docs/api.md, asked of a real server as they stand there.

They are read here rather than given to curl, which not every machine has.
"""

from __future__ import annotations

import argparse
import json
import re
import shlex
from email.message import Message
from pathlib import Path
from string import Template
from typing import Any
from urllib.request import Request, urlopen

from sqlalchemy.orm import Session, scoped_session

from fairapp.events.models import Event
from tests import services
from tests.api.conftest import Programs
from tests.registration.people import register

DOCS = Path(__file__).resolve().parents[2] / "docs" / "api.md"


def ask(command: str) -> tuple[Any, Message]:
    """The JSON and the headers that a `curl` of these options gets; raises on an error."""
    curl = argparse.ArgumentParser()
    curl.add_argument("-i", action="store_true")
    curl.add_argument("-X", dest="method")
    curl.add_argument("-H", dest="headers", action="append")
    curl.add_argument("-d", dest="body")
    curl.add_argument("url")
    name, *words = shlex.split(command.replace("\\\n", " "))
    assert name == "curl"
    asked = curl.parse_args(words)
    body = asked.body.encode() if asked.body else None
    headers = dict(header.split(": ", 1) for header in asked.headers)
    with urlopen(Request(asked.url, body, headers, method=asked.method)) as answer:
        return json.load(answer), answer.headers


def test_every_command_of_the_documentation_works(
    live_server: services.LiveServer,
    db_session: scoped_session[Session],
    fair: Event,
    program: Programs,
) -> None:
    person = register(fair, "Ibrahima Sylla")
    db_session.commit()
    known = {"TOKEN": program().token, "SERVER": live_server.url, "FAIR": fair.slug}
    known["REFERENCE"] = person.reference
    told = []
    for command in re.findall(r"```sh\n(.*?)```", DOCS.read_text(), re.DOTALL):
        content, headers = ask(Template(command).substitute(known))
        # Quotes belong to the tag; between others a shell wants them marked.
        known["TAG"] = (headers["ETag"] or "").replace('"', '\\"')
        told.append(content)
    fairs, registrations, _scans, figures, made, read, corrected, ordered = told
    assert fairs["items"][0]["slug"] == fair.slug
    assert [one["reference"] for one in registrations["items"]] == [person.reference]
    assert figures["version"] == "shared"
    assert (made["family_name"], made["status"]) == ("Camara", "confirmed")
    assert corrected == {**read, "position": "Présidente"}
    assert ordered["status"] == "queued"
