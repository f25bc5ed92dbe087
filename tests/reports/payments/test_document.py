"""The payment list as a file: sums on every page and in words, the same in every format."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from openpyxl import load_workbook

from fairapp.accounts.models import User
from fairapp.core.db import db
from fairapp.reports.documents import evidence
from fairapp.reports.documents.kinds import find
from fairapp.reports.documents.made import Made
from fairapp.reports.payments import actions, signing
from fairapp.reports.payments.actions import Identity
from fairapp.reports.payments.models import Correction, Mode, Step
from fairapp.reports.payments.words import sum_in_words
from tests.checkin.conftest import DAYS, Fair
from tests.pdf_structure import embedded_files, problems
from tests.pdf_tree import spoken
from tests.reports.conftest import came, local, pages_of, scanned
from tests.reports.payments.conftest import EVENING

pytestmark = pytest.mark.usefixtures("rates")
BLANKS = re.compile("[\u00a0\u202f]")


def make(app: Flask, fair: Fair, language: str = "fr", **choice: Any) -> Made:
    db.session.flush()
    kind = find("payment-list")
    assert kind is not None
    told = {"format": "pdf", "version": 0, **choice}
    with app.test_request_context(), force_locale(language):
        return kind.make(fair.event, told, evidence.take(fair.event), lambda done, total: None)


def text_of(made: Made) -> list[str]:
    return [BLANKS.sub(" ", page) for page in pages_of(made.content)]


@pytest.fixture
def mariama(fair: Fair, payer: User) -> object:
    person = came(
        fair, "Mariama Diallo", "08:00", region="Labé", organisation="AGIL", phone="+224631000001"
    )
    scanned(fair.event, person, local(fair.event, DAYS[1], "08:00"), method="paper")
    identity = Identity("voter", "E 77-12", Mode.MOBILE, "631 00 00 09")
    actions.identify(person, identity, actor=payer, at=EVENING)
    return person


def test_a_line_says_all_that_was_asked(app: Flask, fair: Fair, mariama: object) -> None:
    [page] = text_of(make(app, fair))
    for told in (
        *("DIALLO Mariama", "AGIL", "Labé", "Carte d’électeur", "E 77-12", "631 00 00 09"),
        *("400 000", "260 000", "1 060 000", "Mobile money", "j. 1 2*", "saisi d’après papier"),
        "Projet : non établi",
        "un million soixante mille (1 060 000) francs guinéens",
        *("Établi par", "Vérifié par", "Approuvé par", "Payé par", "Signature ou empreinte"),
    ):
        assert told in page, told


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "un million soixante mille (1 060 000) francs guinéens"),
        ("en", "one million, sixty thousand (1,060,000) Guinean francs"),
        ("ar", "مليون وستون ألف (1,060,000) فرنك غيني"),
    ],
)
def test_the_sum_is_closed_in_words(app: Flask, language: str, words: str) -> None:
    with app.test_request_context(), force_locale(language):
        told = BLANKS.sub(" ", sum_in_words(1_060_000, "GNF", language))
    assert told.replace("ألفاً", "ألف") == words


def test_round_millions_are_counted_in_francs_as_french_wants(app: Flask) -> None:
    with app.test_request_context(), force_locale("fr"):
        assert sum_in_words(2_000_000, "GNF", "fr").endswith(") de francs guinéens")
        assert sum_in_words(2_100_000, "GNF", "fr").endswith(") francs guinéens")


def test_page_sums_add_up_to_the_franc_and_to_every_other_format(
    app: Flask, fair: Fair, mariama: object
) -> None:
    for number in range(60):
        came(fair, f"Aly{number} Bah", "08:00", region=("Kindia", "Conakry")[number % 2])
    total = 1_060_000 + 30 * 520_000 + 30 * 50_000
    pages = text_of(make(app, fair))
    assert len(pages) > 3
    sums = [re.search(r"Cette page : (\d+) personnes?, ([\d ]+\d)", page) for page in pages]
    assert all(sums)
    numbers = [(int(m[1]), int(m[2].replace(" ", ""))) for m in sums if m]
    assert (sum(n for n, _ in numbers), sum(s for _, s in numbers)) == (61, total)
    assert f"jusqu’ici : {total:,}".replace(",", " ") in pages[-1]

    rows = list(
        csv.reader(
            io.StringIO(make(app, fair, format="csv").content.decode("utf-8-sig")), delimiter=";"
        )
    )
    amounts = rows[0].index("Montant (GNF)")
    assert sum(int(row[amounts]) for row in rows[1:]) == total
    sheet = load_workbook(io.BytesIO(make(app, fair, format="xlsx").content)).active
    assert sheet is not None
    cells = [row[amounts] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert all(isinstance(cell, int) for cell in cells) and sum(cells) == total  # type: ignore[arg-type]
    told = json.loads(make(app, fair, format="json").content)
    assert told["total"] == sum(person["amount"] for person in told["people"]) == total
    assert (told["currency"], told["version"], len(told["people"])) == ("GNF", None, 61)


def test_a_version_says_later_what_was_signed_and_who_signed(
    app: Flask, fair: Fair, mariama: object, payer: User
) -> None:
    statement = signing.establish(fair.event, actor=payer, at=EVENING)
    before = make(app, fair, version=1)
    signing.sign(statement, Step.VERIFIED, actor=fair.user("organiser", "Sékou"), at=EVENING)
    came(fair, "Aly Bah", "08:00", region="Kindia")
    after = make(app, fair, version=1)
    assert after.digest == before.digest and after.people == 1
    [page] = text_of(after)
    assert "1 060 000" in page and "BAH" not in page
    assert "Version 1, non approuvée" in page
    assert "Hawa Kourouma, 4 décembre 2026" in page and "Sékou, 4 décembre 2026" in page
    assert make(app, fair).people == 2


def test_corrections_stand_at_the_end_with_their_reason(
    app: Flask, fair: Fair, mariama: object, payer: User
) -> None:
    actions.correct(
        mariama,  # type: ignore[arg-type]
        Correction.ADD,
        day=DAYS[2],
        reason="Porte nord sans téléphone",
        actor=payer,
        at=EVENING,
    )
    aside = came(fair, "Aly Bah", "08:00", region="Kindia")
    actions.correct(
        aside, Correction.LEAVE_OUT, day=None, reason="Renonce", actor=payer, at=EVENING
    )
    first, last = text_of(make(app, fair))
    assert "j. 1 2* 3+" in first and "ajouté à la main" in first and "BAH" not in first
    for told in ("Porte nord sans téléphone", "Hawa Kourouma", "BAH Aly", "Renonce"):
        assert told in last


def test_formulas_in_names_stay_texts(app: Flask, fair: Fair) -> None:
    came(fair, "Aly Bah", "08:00", region="Kindia", organisation="=cmd|' /C calc'!A0")
    content = make(app, fair, format="csv").content.decode("utf-8-sig")
    assert "'=cmd" in content


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_pdf_is_an_archive_that_carries_its_rows(
    app: Flask, fair: Fair, mariama: object, payer: User, language: str
) -> None:
    actions.correct(
        mariama,  # type: ignore[arg-type]
        Correction.ADD,
        day=DAYS[2],
        reason="Porte nord",
        actor=payer,
        at=EVENING,
    )
    made = make(app, fair, language)
    assert problems(made.content) == []
    [(name, rows)] = embedded_files(made.content).items()
    assert name == "journees-paiement.csv"
    assert rows == make(app, fair, language, format="csv").content


def test_a_row_is_read_cell_by_cell_below_its_headings(
    app: Flask, fair: Fair, mariama: object, payer: User
) -> None:
    for number in range(30):
        came(fair, f"Aly{number} Bah", "08:00", region="Labé")
    actions.correct(
        mariama,  # type: ignore[arg-type]
        Correction.ADD,
        day=DAYS[2],
        reason="Porte nord",
        actor=payer,
        at=EVENING,
    )

    said = spoken(make(app, fair, "en").content)

    table = said.index(("TH", "No."))
    assert ("H1", "Payment list") in said[:table]
    assert [kind for kind, _ in said[table : table + 14]] == ["TH"] * 14
    heads = [text for _, text in said[table : table + 14]]
    assert said[table + 14] == ("TH", "Labé")
    row = said.index(("TH", "DIALLO Mariama")) - 1
    cells = dict(zip(heads, said[row : row + 14], strict=True))
    assert cells["Organisation"] == ("TD", "AGIL")
    assert cells["Identity document"] == ("TD", "Voter’s card E 77-12")
    assert BLANKS.sub(" ", cells["Amount (GNF)"][1]) == "1,460,000"
    assert cells["Signature or thumbprint"] == ("TD", "")
    # Once through all pages, and the corrections behind.
    rows = [n for n, (kind, _) in enumerate(said[1:]) if (said[n][0], kind) == ("TD", "TH")]
    assert [said[n][1] for n in rows if said[n][1].isdigit()] == [str(n) for n in range(1, 32)]
    assert (said.count(("TH", "No.")), said.count(("TH", "Labé"))) == (1, 1)
    assert not [text for _, text in said if "Page " in text or "continued" in text]
    assert ("H2", "Corrections made by hand") in said and ("TD", "Porte nord") in said


def test_an_unknown_version_is_no_document(app: Flask, fair: Fair) -> None:
    with pytest.raises(LookupError):
        make(app, fair, version=7)


def test_a_list_without_anybody_says_so(app: Flask, fair: Fair) -> None:
    [page] = text_of(make(app, fair))
    assert "Personne n’est encore à payer" in page and "zéro (0) francs guinéens" in page
