from __future__ import annotations

import json
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from fairapp.core.audit import AuditEntry
from fairapp.core.db import db
from tests.checkin.conftest import DAYS, Fair
from tests.reports.conftest import came, local, pages_of, scanned


def run(app: Flask, *arguments: str) -> tuple[int, str, str]:
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["report", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_summary_as_json(app: Flask, fair: Fair) -> None:
    came(fair, "Mariama Diallo", "08:31", "13:00", sex="F", region="Nzérékoré")

    code, output, _ = run(app, "summary", "journees", "--format", "json")

    found = json.loads(output)
    assert code == 0
    assert (found["unique"], found["person_days"], found["entries"]) == (1, 1, 2)
    assert found["by_day"] == {"2026-12-02": 1, "2026-12-03": 0, "2026-12-04": 0}
    assert found["by_sex"] == {"F": 1, "M": 0}
    assert found["by_region"] == {"Nzérékoré": 1}
    assert "Nzérékoré" in output


def test_summary_as_text(app: Flask, fair: Fair) -> None:
    came(fair, "Mariama Diallo", "08:31")

    code, output, _ = run(app, "summary", "journees")

    assert code == 0
    assert output.splitlines()[0].split() == ["unique", "1"]


def test_attendance_list(app: Flask, fair: Fair, tmp_path: Path) -> None:
    came(fair, "Mariama Diallo", "08:31", phone="+224631223344")
    came(fair, "Demain Bah", "08:31", day=2)
    target = tmp_path / "liste.pdf"

    code, _, said = run(
        app, "attendance-list", "journees", "--day", "1", "--output", str(target), "--lang", "en"
    )

    assert code == 0, said
    (page,) = pages_of(target.read_bytes())
    assert "DIALLO Mariama" in page
    assert "631 22 33 44" in page
    assert "BAH" not in page
    assert "1 participants" in said
    entry = db.session.scalars(select(AuditEntry)).one()
    assert entry.action == "report.attendance_list.exported"
    assert entry.details["by"] == "command line"
    assert entry.details["sha256"] in page


def test_attendance_list_in_french_by_default(app: Flask, fair: Fair, tmp_path: Path) -> None:
    came(fair, "Mariama Diallo", "08:31")
    target = tmp_path / "liste.pdf"

    run(app, "attendance-list", "journees", "--day", "1", "--output", str(target))

    (page,) = pages_of(target.read_bytes())
    assert "un (1)" in page
    assert "mercredi 2 décembre 2026" in page


def test_attendance_list_without_contacts(app: Flask, fair: Fair, tmp_path: Path) -> None:
    came(fair, "Mariama Diallo", "08:31", phone="+224631223344")
    target = tmp_path / "liste.pdf"

    run(
        app,
        *("attendance-list", "journees", "--day", "1", "--output", str(target)),
        *("--no-contacts", "--group", "name"),
    )

    assert "631" not in " ".join(pages_of(target.read_bytes())).split("SHA-256")[0]


def test_no_such_fair(app: Flask, fair: Fair) -> None:
    code, _, said = run(app, "summary", "ailleurs")

    assert code == 2
    assert "no fair has the address ailleurs" in said


def test_no_such_day(app: Flask, fair: Fair, tmp_path: Path) -> None:
    target = tmp_path / "liste.pdf"

    code, _, said = run(app, "attendance-list", "journees", "--day", "4", "--output", str(target))

    assert code == 2
    assert "the fair has 3 days" in said
    assert not target.exists()


def test_list_of_a_half_day_to_sign_in_another_format(
    app: Flask, fair: Fair, tmp_path: Path
) -> None:
    fair.person("Mariama Diallo", phone="+224631223344")
    target = tmp_path / "liste.json"

    code, _, said = run(
        app,
        *("attendance-list", "journees", "--day", "1", "--half", "morning", "--blank"),
        *("--format", "json", "--output", str(target)),
    )

    assert code == 0, said
    made = json.loads(target.read_text())
    assert [one["phone"] for one in made["people"]] == ["631 22 33 44"]
    assert (made["of"], made["expected"], made["number"]) == ("1-morning", True, "")


def test_list_of_a_session(app: Flask, fair: Fair, tmp_path: Path) -> None:
    inside = came(fair, "Mariama Diallo", "08:31")
    scanned(fair.event, inside, local(fair.event, DAYS[0], "09:05"), gate="S1")
    target = tmp_path / "liste.pdf"
    command = ("attendance-list", "journees", "--output", str(target), "--session")

    assert run(app, *command, "J1-02")[0] == 0
    assert "DIALLO Mariama" in pages_of(target.read_bytes())[0]
    code, _, said = run(app, *command, "J9-99")
    assert (code, "the fair has no session J9-99" in said) == (2, True)
    code, _, said = run(app, "attendance-list", "journees", "--output", str(target))
    assert (code, "give --day or --session" in said) == (2, True)
