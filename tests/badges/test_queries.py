from __future__ import annotations

from datetime import UTC, datetime

import pytest

from fairapp.badges import portraits, queries
from fairapp.badges.faces import Day
from fairapp.badges.models import Badge
from fairapp.badges.queries import Choice, Order, Selection
from fairapp.core.db import db
from fairapp.registration.models import Delegation, Status
from tests.checkin.conftest import Fair, make_fair
from tests.statements import recorded

AT = datetime(2026, 12, 1, 18, 0, tzinfo=UTC)
BASE = "https://fair.example.org"


def delegation(fair: Fair, code: str, name: str) -> Delegation:
    made = Delegation(event_id=fair.event.id, code=code, name=name)
    db.session.add(made)
    db.session.flush()
    return made


@pytest.fixture
def people(fair: Fair) -> dict[str, Badge]:
    """Six badges, in an order that is none of those asked for."""
    kankan = delegation(fair, "KAN", "Kankan")
    boke = delegation(fair, "BOK", "Boké")
    return {
        "N'Fa": fair.badge(fair.person("Sékou N'Fansoumane", "officiel", delegation_id=kankan.id)),
        "Éva": fair.badge(fair.person("Éva Camara", delegation_id=boke.id)),
        "Ali": fair.badge(fair.person("Ali Camara", delegation_id=kankan.id)),
        "Bah": fair.badge(fair.person("Aïcha Bah", "officiel"), printed_at=AT, print_count=1),
        "one": fair.badge(fair.person("Doussouba")),
        "blank": fair.badge(blank=True),
    }


def chosen(fair: Fair, people: dict[str, Badge], **choice: object) -> list[str]:
    names = {badge.id: name for name, badge in people.items()}
    return [names[key] for key in queries.badge_ids(fair.event, Selection(**choice))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Order.NAME, ["Bah", "Ali", "Éva", "one", "N'Fa"]),
        (Order.CATEGORY, ["Ali", "Éva", "one", "Bah", "N'Fa"]),
        (Order.DELEGATION, ["Éva", "Ali", "N'Fa", "Bah", "one"]),
    ],
)
def test_badges_come_in_the_order_asked_for(
    fair: Fair, people: dict[str, Badge], order: Order, expected: list[str]
) -> None:
    assert chosen(fair, people, order=order) == expected


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ({"category": "officiel"}, ["Bah", "N'Fa"]),
        ({"delegation": "KAN"}, ["Ali", "N'Fa"]),
        ({"unprinted": True}, ["Ali", "Éva", "one", "N'Fa"]),
        ({"category": "officiel", "unprinted": True}, ["N'Fa"]),
        ({"category": "none"}, []),
    ],
)
def test_badges_are_chosen(
    fair: Fair, people: dict[str, Badge], choice: dict[str, object], expected: list[str]
) -> None:
    assert chosen(fair, people, **choice) == expected


def test_only_valid_badges_of_expected_people_are_printed(fair: Fair) -> None:
    for status in set(Status) - {Status.CONFIRMED}:
        fair.badge(fair.person(status=status))
    fair.badge(revoked_at=AT)
    expected = fair.badge()
    other = make_fair(fair.db, "elsewhere")
    other.badge()
    assert queries.badge_ids(fair.event, Selection()) == [expected.id]


def test_choices_are_counted(fair: Fair, people: dict[str, Badge]) -> None:
    assert queries.categories(fair.event) == [
        Choice("ong", "ONG et associations", 3),
        Choice("officiel", "Officiels", 2),
    ]
    assert queries.delegations(fair.event) == [
        Choice("BOK", "Boké", 1),
        Choice("KAN", "Kankan", 2),
    ]


def test_a_badge_is_found_at_its_own_fair_only(fair: Fair) -> None:
    badge = fair.badge()
    other = make_fair(fair.db, "elsewhere")
    assert queries.find(fair.event, badge.number) is badge
    assert queries.find(other.event, badge.number) is None


# -- faces ----------------------------------------------------------------------------------------


def test_face_shows_the_person(fair: Fair) -> None:
    person = fair.person(
        "M'Mah Aïssata Condé",
        honorific="Mme",
        organisation="Groupement Sabou",
        position="Présidente",
        name_other_script="ߡߡߊ߬ ߞߐߣߘߍ",
        photo_consent="yes",
    )
    person.days = [fair.event.days[0], fair.event.days[2]]
    badge = fair.badge(person)
    fair.event.city = "Conakry"
    fair.db.flush()
    (face,) = portraits.faces(fair.event, [badge.id], base=BASE)
    assert (face.honorific, face.given_names, face.family_name) == ("Mme", "M'Mah Aïssata", "Condé")
    assert face.name_other_script == "ߡߡߊ߬ ߞߐߣߘߍ"
    assert (face.organisation, face.position) == ("Groupement Sabou", "Présidente")
    assert (face.category_label, face.category_letter) == ("ONG et associations", "O")
    assert (face.event_name, face.event_dates) == (
        "Journées d’échanges",
        "2–4 décembre 2026 · Conakry",
    )
    assert face.days == (
        Day("Mer. 2 déc.", True),
        Day("Jeu. 3 déc.", False),
        Day("Ven. 4 déc.", True),
    )
    assert face.reference == f"{person.reference[:3]}-{person.reference[3:]}"
    assert face.qr_text == f"HTTPS://FAIR.EXAMPLE.ORG/B/{badge.token}"
    assert (face.photo, face.photo_notice) == ("yes", "Photos autorisées")


def test_whoever_names_no_day_is_expected_on_all(fair: Fair) -> None:
    (face,) = portraits.faces(fair.event, [fair.badge().id], base=BASE)
    assert [day.planned for day in face.days] == [True, True, True]


def test_silence_about_photos_is_no(fair: Fair) -> None:
    badges = [
        fair.badge(fair.person(photo_consent=answer)).id
        for answer in ("yes", "internal", "no", None)
    ]
    faces = portraits.faces(fair.event, badges, base=BASE)
    assert [face.photo for face in faces] == ["yes", "internal", "no", "no"]
    yes, internal, no, silence = (face.photo_notice for face in faces)
    assert len({yes, internal, no}) == 3 and no == silence


def test_blank_badge_has_its_number_and_nobodys_name(fair: Fair) -> None:
    badge = fair.badge(blank=True)
    (face,) = portraits.faces(fair.event, [badge.id], base=BASE)
    assert (face.given_names, face.family_name, face.reference) == ("", "", "")
    assert str(badge.number) in face.number
    assert face.qr_text.endswith(badge.token)


def test_faces_keep_the_order_and_the_fair(fair: Fair) -> None:
    badges = [fair.badge(fair.person(f"Aly {name}")) for name in ("Sow", "Bah", "Keïta")]
    stranger = make_fair(fair.db, "elsewhere").badge()
    ids = [badges[2].id, stranger.id, badges[0].id, badges[1].id]
    names = [face.family_name for face in portraits.faces(fair.event, ids, base=BASE)]
    assert names == ["Keïta", "Sow", "Bah"]


def test_faces_of_many_take_as_many_queries_as_of_one(fair: Fair) -> None:
    ids = [fair.badge().id for _ in range(3)]
    sent = []
    for some in (ids[:1], ids):
        fair.db.expire_all()
        with recorded() as statements:
            portraits.faces(fair.event, some, base=BASE)
        sent.append(len(statements))
    assert sent[0] == sent[1]
