"""What a fair's design does to its badges."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from fairapp.badges import portraits
from fairapp.badges.faces import BackNote, BadgeFace
from fairapp.badges.layouts import LAYOUTS
from fairapp.badges.setting import set_badge
from fairapp.badges.sheets import Sides
from fairapp.badges.studio.design import BackPart, Design, Part, from_dict
from fairapp.core.i18n import LocalizedText
from tests.checkin.conftest import Fair

WHOLE = Design(
    shown=(Part.DAYS,),
    also=("en", "ar"),
    large_given=True,
    logos=(3, 1),
    sides=Sides.SHORT,
    margin=5,
    back=tuple(BackPart),
    wifi_name="Journees-2026",
    wifi_word="ensemble",
    emergency=LocalizedText(fr="Police 117\n\n Pompiers 118 ", en="Police 117"),
    guide="https://fair.example.org/guide",
)


def face_of(fair: Fair, design: Design, **person: Any) -> BadgeFace:
    badge = fair.badge(fair.person(honorific="Mme", position="Présidente", **person))
    (face,) = portraits.faces(fair.event, [badge.id], base="https://a.org", design=design)
    return face


def test_design_is_kept_and_read_again_as_it_was() -> None:
    assert from_dict(WHOLE.as_dict()) == WHOLE
    assert from_dict({}) == Design()


def test_what_a_later_version_has_kept_is_passed_over() -> None:
    assert from_dict({"margin": 4, "holes": [1]}) == Design(margin=4)


@pytest.mark.parametrize("part", Part)
def test_each_part_can_be_left_out_alone(fair: Fair, part: Part) -> None:
    person = {"organisation": "Groupement Sabou", "photo_consent": "no"}
    badge = fair.badge(fair.person(honorific="Mme", position="Présidente", **person))
    whole, less = (
        portraits.faces(fair.event, [badge.id], base="https://a.org", design=design)[0]
        for design in (Design(), Design(shown=tuple(set(Part) - {part})))
    )
    nothing: dict[Part, dict[str, object]] = {
        Part.HONORIFIC: {"honorific": ""},
        Part.ORGANISATION: {"organisation": ""},
        Part.POSITION: {"position": ""},
        Part.DAYS: {"days": ()},
        Part.PHOTO: {"photo": "", "photo_notice": ""},
        Part.LETTER: {"category_letter": ""},
        Part.REFERENCE: {"look": replace(whole.look, shows_reference=False)},
    }
    assert less == replace(whole, **nothing[part])  # type: ignore[arg-type]
    assert less != whole


def test_number_stays_where_the_reference_is_left_out(fair: Fair) -> None:
    face = face_of(fair, Design(shown=()))
    assert set_badge(face, LAYOUTS["a6"]).reference.fit.lines == ("n° 1",)


def test_words_stand_in_further_languages_after_the_badges_own(fair: Fair) -> None:
    fair.event.name = LocalizedText(fr="Journées", en="Days", ar="أيام")
    category = fair.event.categories[0]
    category.name = LocalizedText(fr="Presse", en="Press")
    fair.db.flush()
    face = face_of(fair, Design(also=("en", "ar")), category=category.code, photo_consent="no")
    assert (face.event_name, face.look.more_names) == ("Journées", ("Days", "أيام"))
    # What is the same in two languages stands there once.
    assert face.category_label == "Presse · Press"
    assert face.photo_notice == "Pas de photo · No photos · دون تصوير"


def test_back_is_made_of_what_is_chosen_and_there(fair: Fair) -> None:
    face = face_of(fair, WHOLE)
    back = face.look.back
    assert back.notes == (
        BackNote("Wi-Fi", ("Journees-2026", "Mot de passe\u00a0: ensemble")),
        BackNote("Urgences", ("Police 117", "Pompiers 118")),
    )
    assert (back.guide, back.guide_words) == ("https://fair.example.org/guide", "Le guide")
    assert back.programme[0].label == "Mercredi 2 décembre"
    assert (face.look.sides, face.look.margin) == ("short", 5)
    chosen = face_of(fair, replace(WHOLE, back=(BackPart.GUIDE, BackPart.WIFI), wifi_name=""))
    assert (chosen.look.back.notes, chosen.look.back.programme) == ((), ())


def test_large_given_name_is_half_as_large_again(fair: Fair) -> None:
    face = face_of(fair, Design(large_given=True), name="Aïssata Condé")
    blocks = {block.kind: block.fit for block in set_badge(face, LAYOUTS["a6"]).who}
    assert blocks["given"].size >= 1.5 * blocks["family"].size
    plain = replace(face, look=replace(face.look, large_given=False))
    (same,) = {
        block.fit.size
        for block in set_badge(plain, LAYOUTS["a6"]).who
        if block.kind in {"given", "family"}
    }
    assert same < blocks["given"].size or same == LAYOUTS["a6"].measures.names[0]
