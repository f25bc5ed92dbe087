"""`fair programme`."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from fairapp.events.models import Event
from tests.programme.conftest import text
from tests.programme.printing.conftest import pages_of


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["programme", *arguments])
    return result.exit_code, result.output


@pytest.mark.parametrize("name", ["leaflet", "grid", "pocket", "run-sheet"])
def test_document_is_written(
    app: Flask, fair: Event, add_session: object, tmp_path: Path, name: str
) -> None:
    add_session("J1-01", "09:00", "10:00", title="Ouverture")  # type: ignore[operator]
    output = tmp_path / "p.pdf"
    code, said = run(app, name, "foire", "--language", "en", "--output", str(output))
    assert (code, f"{output}: " in said) == (0, True), said
    words = " ".join(pages_of(output.read_bytes()))
    assert ("Ouverture" in words) == (name != "run-sheet")
    assert str(text("Foire aux savoirs")) in words


def test_unknown_fair_is_told(app: Flask, fair: Event, tmp_path: Path) -> None:
    code, said = run(app, "leaflet", "nowhere", "--output", str(tmp_path / "p.pdf"))
    assert (code, "no fair has the address nowhere" in said) == (2, True)
