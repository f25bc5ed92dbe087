from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from PIL import ImageChops
from pypdfium2 import PdfDocument
from pypdfium2.raw import FPDF_PAGEOBJ_PATH

from fairapp.core import storage
from fairapp.core.i18n import LocalizedText
from fairapp.core.qr import png as png_of
from fairapp.events.models import Event
from fairapp.reports.attestations import bundle, paper
from fairapp.reports.attestations.design import Design, Signatory, from_dict
from fairapp.reports.attestations.paper import Said
from fairapp.reports.documents.evidence import Evidence
from tests.checkin.conftest import DAYS, Fair
from tests.pdf_structure import alternative_texts, embedded_files, problems
from tests.pdf_tree import spoken
from tests.reports.conftest import pages_of

AT = datetime(2026, 12, 5, 9, 0, tzinfo=UTC)
NUMBER = "7K3MQ2XA9TFB"
EVIDENCE = Evidence("222233334444", AT, 7, "a" * 64, "https://example.org/check/2222-3333-4444")
DESIGN = Design(
    signatories=(
        Signatory("Mamadou Oury Bah", LocalizedText(fr="Le coordinateur", en="The coordinator")),
        Signatory("Hadja Aïssatou Barry", LocalizedText(fr="La présidente")),
    )
)


def said(name: str = "Mariama Diallo", **values: str) -> Said:
    return Said(NUMBER, name, values.get("other", ""), (DAYS[0], DAYS[2]), date(2026, 12, 5))


@pytest.fixture
def event(fair: Fair) -> Event:
    fair.event.city = "Conakry"
    fair.event.place = LocalizedText(fr="Palais du Peuple")
    fair.event.organiser = LocalizedText(fr="Partenaires pour la sécurité")
    return fair.event


def test_it_names_the_person_the_days_and_who_signs(event: Event) -> None:
    (text,) = pages_of(paper.render_one(event, said(), DESIGN, language="fr", at=AT))

    for words in (
        *("Attestation de participation", "Mariama Diallo", "Journées d’échanges"),
        *("mercredi 2 décembre et vendredi 4 décembre", "Fait à Conakry, le 5 décembre 2026"),
        *("Mamadou Oury Bah", "Le coordinateur", "La présidente", "7K3M-Q2XA-9TFB"),
        "localhost:8000/check/7K3M-Q2XA-9TFB",
    ):
        assert words in text


def test_each_language_has_its_words(event: Event) -> None:
    (english,) = pages_of(paper.render_one(event, said(), DESIGN, language="en", at=AT))

    assert "Certificate of participation" in english
    assert "Wednesday 2 December and Friday 4 December" in english
    (arabic,) = pages_of(paper.render_one(event, said("محمد باه"), DESIGN, language="ar", at=AT))
    assert "7K3M-Q2XA-9TFB" in arabic


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_it_is_an_archive_that_screen_readers_follow(event: Event, language: str) -> None:
    logo = storage.store(
        png_of("HTTPS://EXAMPLE.ORG"), name="l.png", mimetype="image/png", event_id=event.id
    )
    design = replace(DESIGN, logos=(logo.id,))

    pdf = paper.render_one(event, said(other="مريم ديالو"), design, language=language, at=AT)

    assert problems(pdf) == []
    texts = alternative_texts(pdf)
    assert any("7K3M-Q2XA-9TFB" in text for text in texts)
    assert len(texts) == 2


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_each_signs_on_a_line_above_the_name(event: Event, language: str) -> None:
    (page,) = PdfDocument(paper.render_one(event, said(), DESIGN, language=language, at=AT))

    text = page.get_textpage()
    names = []
    for one in DESIGN.signatories:
        start, count = text.search(one.name).get_next()
        left, _, _, _ = text.get_charbox(start)
        _, _, right, _ = text.get_charbox(start + count - 1)
        names.append((left + right) / 2)
    lines = [o.get_bounds() for o in page.get_objects(filter=[FPDF_PAGEOBJ_PATH])]
    middles = [(left + right) / 2 for left, _, right, _ in lines if 125 < right - left < 135]
    assert sorted(middles) == pytest.approx(sorted(names), abs=2)


def test_the_same_data_give_the_same_bytes(event: Event) -> None:
    people = [said("Mariama Diallo"), said("Ibrahima Sow")]

    one, two = (
        bundle.render_all(event, people, DESIGN, language="fr", evidence=EVIDENCE) for _ in range(2)
    )

    assert one == two
    assert paper.render_one(event, said(), DESIGN, language="fr", at=AT) == paper.render_one(
        event, said(), DESIGN, language="fr", at=AT
    )


def test_all_in_one_file_has_a_page_each_in_their_order(event: Event) -> None:
    people = [said(f"Personne Numéro {chr(65 + n)}") for n in range(23)]
    seen: list[tuple[int, int]] = []

    pdf = bundle.render_all(
        event,
        people,
        DESIGN,
        language="fr",
        evidence=EVIDENCE,
        progress=lambda done, total: seen.append((done, total)),
    )

    pages = pages_of(pdf)
    assert len(pages) == 2 + 23
    assert all(who.name in text for who, text in zip(people, pages[2:], strict=True))
    assert seen == [(0, 23), (20, 23), (23, 23)]
    assert problems(pdf) == []
    ((name, rows),) = ((name, rows) for name, rows in embedded_files(pdf).items())
    assert name == "attestations-2222-3333-4444.csv"
    assert rows.decode("utf-8-sig").count("Personne Numéro") == 23
    listed = " ".join(pages[:2])
    assert all(who.name in listed for who in people)
    assert "Bordereau de remise" in pages[0]
    for words in ("2222-3333-4444", "7 pointages", "a" * 64, "example.org/check/2222"):
        assert words in pages[1]


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_each_page_of_many_is_read_from_its_title_to_who_signs(event: Event, language: str) -> None:
    people = [said("Mariama Diallo"), said("محمد باه")]

    pdf = bundle.render_all(event, people, DESIGN, language=language, evidence=EVIDENCE)

    assert problems(pdf) == []
    told = spoken(pdf)
    titles = [n for n, (kind, _) in enumerate(told) if kind == "H1"]
    # The list on which they are handed over, then one each.
    assert len(titles) == 3
    title = DESIGN.title.in_language(language)
    for start, end in pairwise([*titles[1:], len(told) + 1]):
        page = told[start - 1 : end - 1]
        assert page[0] == ("P", "Partenaires pour la sécurité")
        assert page[1] == ("H1", title)
        assert page[-2:] == [
            ("P", "Mamadou Oury Bah, Le coordinateur"),
            ("P", "Hadja Aïssatou Barry, La présidente"),
        ]
    assert ("P", "Mariama Diallo") in told[titles[1] : titles[2]]


def test_what_is_read_is_seen_where_it_was(event: Event) -> None:
    """One by itself has all on its page, one of many on stamps."""
    alone = PdfDocument(paper.render_one(event, said(), DESIGN, language="fr", at=AT))
    many = bundle.render_all(event, [said()], DESIGN, language="fr", evidence=EVIDENCE)

    one, other = (
        page.render(scale=1).to_pil().convert("L") for page in (alone[0], PdfDocument(many)[1])
    )

    assert one.size == other.size
    differing = ImageChops.difference(one, other).histogram()[64:]
    assert sum(differing) < one.width * one.height / 1000


def test_list_without_anybody_says_so(event: Event) -> None:
    (page,) = pages_of(bundle.render_all(event, [], DESIGN, language="fr", evidence=EVIDENCE))

    assert "Personne n’y a encore droit" in page


@pytest.mark.parametrize(
    "name",
    [
        "D",
        "Mamadou Alpha Ibrahima Sory Abdoulaye Camara-Diallo de Boussouriah née Soumah Barry",
        "ߝߊ߫ߕߎߡߊߕߊ߫ ߘߌߊߟߏ߫",
        "<b>Mariama</b> & {days}",
    ],
)
def test_any_name_and_a_long_text_stay_on_one_page(event: Event, name: str) -> None:
    body = LocalizedText(fr="{days} " + "Une phrase qui dure encore un peu. " * 14)
    design = Design(
        body=body,
        signatories=tuple(
            Signatory("Prénom Nom " * 7, LocalizedText(fr="Fonction " * 8)) for _ in range(3)
        ),
    )

    pages = pages_of(paper.render_one(event, said(name, other=name), design, language="fr", at=AT))

    assert len(pages) == 1
    assert name.split()[0] in pages[0].replace("߫ ", "߫")


def test_a_design_survives_being_kept() -> None:
    assert from_dict(DESIGN.as_dict()) == DESIGN
    assert from_dict({**DESIGN.as_dict(), "of_tomorrow": 1}) == DESIGN
