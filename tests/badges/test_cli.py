from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from flask import Flask

from tests.checkin.conftest import Fair


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["badges", "sheet", *arguments])
    return result.exit_code, result.output


@pytest.mark.parametrize(("layout", "width"), [("a6x4", 595), ("a7x8", 842), ("90x54x10", 595)])
def test_sheets_are_written(
    app: Flask, fair: Fair, tmp_path: Path, layout: str, width: int
) -> None:
    for number in range(3):
        fair.badge(fair.person(f"Aly{number} Sow", "officiel" if number else "ong"))
    fair.db.commit()
    output = tmp_path / "sheets.pdf"
    code, said = run(
        app, "journees", "--layout", layout, "--output", str(output), "--category", "officiel"
    )
    assert (code, str(output) in said) == (0, True)
    (page,) = pypdfium2.PdfDocument(output)
    assert round(page.get_width()) == width
    text = page.get_textpage().get_text_bounded()
    assert [f"Aly{number}" in text for number in range(3)] == [False, True, True]


def test_what_was_squeezed_is_said(app: Flask, fair: Fair, tmp_path: Path) -> None:
    fair.badge(fair.person("王伟 Diallo"))
    fair.db.commit()
    code, said = run(app, "journees", "--output", str(tmp_path / "sheets.pdf"))
    assert code == 0
    assert "unwritable" in said


def test_fair_that_is_not_there(app: Flask, fair: Fair, tmp_path: Path) -> None:
    code, said = run(app, "nowhere", "--output", str(tmp_path / "x.pdf"))
    assert (code, "nowhere" in said) == (2, True)


def test_nobody_to_print(app: Flask, fair: Fair, tmp_path: Path) -> None:
    fair.db.commit()
    code, _ = run(app, "journees", "--output", str(tmp_path / "x.pdf"))
    assert code == 1
    assert not (tmp_path / "x.pdf").exists()


@pytest.mark.parametrize("address", ["", "https://fair.example.org"])
def test_codes_without_a_public_address_are_warned_of(
    app: Flask, fair: Fair, tmp_path: Path, address: str
) -> None:
    fair.badge()
    fair.db.commit()
    app.config["PUBLIC_URL"] = address
    _, said = run(app, "journees", "--output", str(tmp_path / "x.pdf"))
    assert ("PUBLIC_URL is not set" in said) is (address == "")


def test_sides_may_differ_from_the_fairs(app: Flask, fair: Fair, tmp_path: Path) -> None:
    fair.badge()
    fair.db.commit()
    output = tmp_path / "sheets.pdf"
    code, _ = run(app, "journees", "--sides", "long", "--margin", "5", "--output", str(output))
    assert code == 0
    assert len(pypdfium2.PdfDocument(output)) == 2
