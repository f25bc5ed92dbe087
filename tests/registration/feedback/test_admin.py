"""What people thought, as the team reads it."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime, timedelta

import pypdfium2
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from fairapp.core.audit import AuditEntry
from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.programme.models import Session, SessionStatus
from fairapp.registration.feedback.models import Opinion
from tests.conftest import Login
from tests.registration.feedback.conftest import SEEN
from tests.registration.feedback.judging import door, say
from tests.registration.people import make_fair, register
from tests.registration.signups.workshops import add_workshop
from tests.statements import recorded

RESULTS = "/staff/foire/programme/opinions/"
PAGE = f"{RESULTS}sessions/J1-05"
AT = SEEN - timedelta(minutes=5)


@pytest.fixture
def team(client: FlaskClient, fair: Event, seen: datetime, login: Login) -> FlaskClient:
    login(client, "programme", slug="foire")
    return client


def people(fair: Event, *ratings: int, words: str = "", code: str = "J1-05") -> None:
    for number, rating in enumerate(ratings):
        person = register(fair, f"Nantenin{code} Sow{number}")
        say(fair, person, rating, words=words, code=code, at=AT)


def read(page: str) -> list[str]:
    """What a page says, without its marks, word by word."""
    return re.sub(r"<[^>]+>", " ", page.partition("<main")[2]).split()


def test_a_session_s_mean_marks_and_lines(
    team: FlaskClient, fair: Event, workshop: Session
) -> None:
    people(fair, 5, 5, 4, 2, words="Très vivant")
    for number in range(3):
        say(fair, f"phone {number}", 1, at=AT)
    page = team.get(f"{PAGE}?lang=en").text
    known, unknown = page.split('id="unknown"')
    assert re.search(r"4 opinions · <b[^>]*><bdi>4\.0</bdi>", known)
    assert re.findall(r'<td class="num">(\d+)</td>', known) == ["2", "1", "0", "1", "0"]
    assert re.search(r"3 opinions · <b[^>]*><bdi>1\.0</bdi>", unknown)
    assert page.count("Très vivant</bdi></p>") == 4
    # Nobody's name, nor what would lead to it.
    assert "Nantenin" not in page and "Nantenin" not in team.get(RESULTS).text
    index = " ".join(read(team.get(f"{RESULTS}?lang=en").text))
    assert "7 opinions 3 without a pass 4 lines 4.0 of 5" in index


@pytest.mark.parametrize(("count", "is_told"), [(2, False), (3, True)])
def test_few_opinions_tell_no_mean(
    team: FlaskClient, fair: Event, workshop: Session, count: int, is_told: bool
) -> None:
    people(fair, *[5] * count)
    page, index = (team.get(f"{path}?lang=en").text for path in (PAGE, RESULTS))
    assert ("5.0" in page, "5.0" in index) == (is_told, is_told)
    assert f"{count} opinions" in page and ("<table" in page) == is_told
    table = {"table": "figures"}
    assert ("5" in team.post(f"{RESULTS}export", data=table).text.split("\n")[2].split(";")) == (
        is_told
    )


def test_an_insult_is_hidden_and_that_can_be_undone(
    team: FlaskClient, fair: Event, workshop: Session
) -> None:
    people(fair, 1, 3, 5, words="Quel âne !")
    opinion = db.session.scalars(select(Opinion).order_by(Opinion.id)).first()
    assert opinion is not None
    answer = team.post(f"{RESULTS}{opinion.id}/hiding")
    assert (answer.status_code, answer.location) == (303, f"{PAGE}?hidden={opinion.id}")
    page = team.get(answer.location).text
    visible, folded = page.split('<details class="fold">')
    assert visible.count("<p><bdi>Quel âne") == 2 and folded.count("Quel âne") == 2
    assert f'action="{RESULTS}{opinion.id}/showing"' in visible.partition("data-refresh")[0]
    assert ">3.0<" in team.get(f"{PAGE}?lang=en").text
    exported = team.post(f"{RESULTS}export", data={"table": "words"}).text
    assert exported.count("Quel âne") == 2
    # Whoever repeats it stays hidden.
    opinion = db.session.get_one(Opinion, opinion.id)
    team.post(f"{RESULTS}{opinion.id}/hiding")
    team.post(f"{RESULTS}{opinion.id}/showing")
    assert team.get(PAGE).text.count("<p><bdi>Quel âne") == 3
    acts = select(AuditEntry.action).where(AuditEntry.action.startswith("opinion."))
    in_turn = acts.order_by(AuditEntry.id)
    assert list(db.session.scalars(in_turn)) == ["opinion.hidden", "opinion.shown"]


def test_one_fair_s_team_hides_nothing_at_another(
    team: FlaskClient, fair: Event, workshop: Session
) -> None:
    elsewhere = make_fair("ailleurs")
    add_workshop(elsewhere)
    people(elsewhere, 1, words="Chez eux")
    opinion_id = db.session.scalar(select(Opinion.id))
    assert team.post(f"{RESULTS}{opinion_id}/hiding").status_code == 404
    assert "Chez eux" not in team.get(f"{PAGE}?hidden={opinion_id}").text
    assert team.get("/staff/ailleurs/programme/opinions/").status_code == 403


@pytest.mark.parametrize("role", ["reception", "scanner", "badges"])
def test_others_of_the_team_may_not_read_them(
    client: FlaskClient, fair: Event, workshop: Session, seen: datetime, login: Login, role: str
) -> None:
    people(fair, 5, words="À ne pas lire ici")
    login(client, role, slug="foire")
    for path in (RESULTS, PAGE, f"{RESULTS}doors", f"{RESULTS}doors.pdf"):
        assert client.get(path).status_code == 403
    assert client.post(f"{RESULTS}export", data={"table": "words"}).status_code == 403


def test_tables_for_a_spreadsheet(team: FlaskClient, fair: Event, workshop: Session) -> None:
    people(fair, 4, 5, 5, words="=HYPERLINK(1)")
    answer = team.post(f"{RESULTS}export", data={"table": "words"})
    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert rows[1:] == [["J1-05", "Atelier J1-05", "1", "14:00", "'=HYPERLINK(1)"]] * 3
    answer = team.post(f"{RESULTS}export?lang=fr", data={"table": "figures"})
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert [row[0] for row in rows[1:]] == ["", "J1-05"]
    assert rows[2][6:13] == ["3", "4,67", "2", "1", "0", "0", "0"]
    noted = select(AuditEntry.details).where(AuditEntry.action == "opinions.exported")
    assert list(db.session.scalars(noted.order_by(AuditEntry.id))) == [
        {"table": "words"},
        {"table": "figures"},
    ]
    assert team.post(f"{RESULTS}export", data={"table": "people"}).status_code == 404


def test_cancelled_sessions_stay_only_with_what_was_said(
    team: FlaskClient, fair: Event, workshop: Session
) -> None:
    people(fair, 3)
    other = add_workshop(fair, "J1-06")
    workshop.status = other.status = SessionStatus.CANCELLED
    page = team.get(RESULTS).text
    assert "J1-05" in page and "J1-06" not in page
    assert "doors.pdf?code=J1-05" not in team.get(PAGE).text
    assert team.get(f"{RESULTS}doors.pdf?code=J1-05&paper=A5").status_code == 404


def test_results_take_as_many_reads_however_much_was_said(
    team: FlaskClient, fair: Event, workshop: Session
) -> None:
    people(fair, 4)
    team.get(RESULTS)
    with recorded() as asked:
        team.get(RESULTS)
    before = len(asked)
    for number in range(3):
        add_workshop(fair, f"J1-1{number}")
        people(fair, 4, 5, code=f"J1-1{number}", words="Bien")
    with recorded() as asked:
        team.get(RESULTS)
    assert len(asked) == before


def test_days_are_filtered_and_an_empty_fair_says_so(team: FlaskClient, fair: Event) -> None:
    assert 'class="empty"' in team.get(RESULTS).text
    assert 'class="empty"' in team.get(f"{RESULTS}doors").text
    add_workshop(fair, "J1-05")
    add_workshop(fair, "J2-05", day=2)
    page = team.get(f"{RESULTS}?day=2").text
    assert "Atelier J2-05" in page and "Atelier J1-05" not in page
    assert team.get(f"{RESULTS}sessions/J9-01").status_code == 404
    assert team.get(f"{RESULTS}fair").status_code == 200
    for number in (-1, "x", 10**20):
        assert team.get(f"{RESULTS}fair?hidden={number}").status_code == 200
        assert team.get(f"{RESULTS}?day={number}").status_code == 200


@pytest.mark.parametrize(("paper", "size"), [("A4", (595, 842)), ("A5", (420, 595))])
def test_sheets_for_the_doors(
    team: FlaskClient, fair: Event, workshop: Session, paper: str, size: tuple[int, int]
) -> None:
    add_workshop(fair, "J1-06")
    add_workshop(fair, "J2-01", day=2)
    answer = team.get(f"{RESULTS}doors.pdf?day=1&paper={paper}")
    assert answer.mimetype == "application/pdf"
    document = pypdfium2.PdfDocument(answer.data)
    assert [tuple(round(side) for side in page.get_size()) for page in document] == [size] * 2
    text = " ".join(document[0].get_textpage().get_text_range().split())
    assert "Dites-nous ce que vous en avez pensé" in text and "Tell us what you thought" in text
    assert "Atelier J1-05" in text
    assert door(fair) in text.replace(" ", "")
    document.close()


def test_a_line_s_author_is_in_no_page_nor_file(
    team: FlaskClient, fair: Event, workshop: Session
) -> None:
    people(fair, 4, 4, 4, words="Un mot")
    pages = [team.get(path).text for path in (RESULTS, PAGE)]
    pages += [team.post(f"{RESULTS}export", data={"table": t}).text for t in ("words", "figures")]
    assert "Un mot" in pages[1] and "Un mot" in pages[2]
    assert not [page for page in pages if "Nantenin" in page or "Sow0" in page]
