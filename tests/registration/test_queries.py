"""Finding people at the desk: who is found, in which order, and with how many queries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session, scoped_session

from fairapp.events.models import Event
from fairapp.registration import queries, reference
from fairapp.registration.models import Delegation, Registration, Status
from tests.registration.people import make_fair, register
from tests.statements import recorded

Names = Callable[..., list[str]]


@pytest.fixture
def names(fair: Event) -> Names:
    def found(text: str, **options: Any) -> list[str]:
        return [row.list_name for row in queries.search(fair, text, **options)]

    return found


def test_whole_words_of_the_name_come_first_then_beginnings_then_the_rest(
    fair: Event, names: Names
) -> None:
    register(fair, "Oury Sow", organisation="Maison Bahia")
    register(fair, "Aminata Bahoura")
    register(fair, "Kadiatou Ba")
    register(fair, "Alpha Bah")
    register(fair, "Mariama Sylla")
    assert names("bah") == ["BA Kadiatou", "BAH Alpha", "BAHOURA Aminata", "SOW Oury"]


def test_every_word_must_occur_in_any_order_and_spelling(fair: Event, names: Names) -> None:
    register(fair, "Mamadou Saliou Diallo", organisation="Radio rurale")
    register(fair, "Mdou Diallo", organisation="Commissariat de Matoto")
    register(fair, "Mamadou Barry")
    assert names("diallo mamadou") == ["DIALLO Mamadou Saliou", "DIALLO Mdou"]
    assert names("MDOU matoto") == ["DIALLO Mdou"]
    assert names("mamadou diallo barry") == []


@pytest.mark.parametrize("typed", ["34 56", "0632 12 34 56", "+224632123456", "12-34-56"])
def test_a_piece_of_the_phone_finds_its_owners(fair: Event, names: Names, typed: str) -> None:
    register(fair, "Sia Leno", phone="632 12 34 56")
    register(fair, "Tamba Leno", phone="631 00 00 01 / 632 12 34 56")
    register(fair, "Saa Leno", phone="631 00 00 02")
    assert names(typed) == ["LENO Sia", "LENO Tamba"]


def test_the_end_of_a_number_comes_before_its_middle(fair: Event, names: Names) -> None:
    register(fair, "Aly Soumah", phone="632 456 111")
    register(fair, "Zeinab Soumah", phone="632 111 456")
    assert names("456") == ["SOUMAH Zeinab", "SOUMAH Aly"]


def test_a_reference_is_found_however_it_is_typed_and_comes_first(fair: Event) -> None:
    wanted = register(fair, "Yarie Camara")
    # Somebody whose name holds the same letters must not stand before.
    register(fair, f"{wanted.reference} Sylla")
    for typed in (reference.display(wanted.reference), wanted.reference.lower()):
        assert queries.search(fair, typed)[0].id == wanted.id
        assert queries.find_by_reference(fair, typed) == wanted
    assert queries.find_by_reference(fair, wanted.reference[::-1] + "9") is None


def test_a_locality_a_delegation_an_e_mail_and_a_precision_find(
    db_session: scoped_session[Session], fair: Event, names: Names
) -> None:
    delegation = Delegation(event_id=fair.id, code="D1", name="Délégation de Guéckédou")
    db_session.add(delegation)
    register(
        fair,
        "Finda Tolno",
        email="finda.t@example.org",
        precision="Piscine",
        delegation=delegation,
    )
    for typed in ("ratoma tolno", "gueckedou", "finda.t@example.org", "piscine"):
        assert names(typed) == ["TOLNO Finda"]


def test_nothing_typed_or_only_signs_finds_nobody(fair: Event, names: Names) -> None:
    register(fair, "Marie Kolié")
    for typed in ("", "   ", "%", "__", "'", "\0", "|", "\\"):
        assert names(typed) == []


def test_signs_of_patterns_are_only_letters(fair: Event, names: Names) -> None:
    register(fair, "Marie Kolié", email="m_k@example.org")
    register(fair, "Marie Loua", email="mxk@example.org")
    assert names("m_k@example") == ["KOLIÉ Marie"]


def test_a_merged_registration_leads_to_the_one_that_counts_once(fair: Event, names: Names) -> None:
    kept = register(fair, "Mariama Condé", phone="631 11 11 11")
    double = register(fair, "Mariama Conde", phone="632 22 22 22")
    double.status, double.merged_into_id = Status.MERGED, kept.id
    assert [row.id for row in queries.search(fair, "conde")] == [kept.id]
    assert [row.id for row in queries.search(fair, "222222")] == [kept.id]


def test_somebody_registered_many_times_does_not_crowd_out_the_others(
    fair: Event, names: Names
) -> None:
    kept = register(fair, "Aba Condé")
    for n in range(9):
        double = register(fair, f"Aba Conde {n}")
        double.status, double.merged_into_id = Status.MERGED, kept.id
    for given in ("Zoé", "Yaya", "Xavier"):
        register(fair, f"{given} Condé")
    assert names("conde", limit=3) == ["CONDÉ Aba", "CONDÉ Xavier", "CONDÉ Yaya"]


def test_another_fair_is_never_searched(fair: Event, names: Names) -> None:
    register(make_fair("ailleurs"), "Mariama Condé")
    assert names("conde") == []


def test_the_order_is_alphabetical_whatever_the_accents_and_the_limit_holds(
    fair: Event, names: Names
) -> None:
    for given in ("Élise", "Zoé", "Ali", "Eva", "Émile"):
        register(fair, f"{given} Keïta")
    assert names("keita") == [f"KEÏTA {g}" for g in ("Ali", "Élise", "Émile", "Eva", "Zoé")]
    assert names("keita", limit=2) == ["KEÏTA Ali", "KEÏTA Élise"]


def test_homonyms_keep_their_order(fair: Event) -> None:
    first = [register(fair, "Mamadou Diallo", phone=f"631 00 00 0{n}").id for n in range(5)]
    assert [row.id for row in queries.search(fair, "mamadou diallo")] == first


def test_rows_say_what_tells_homonyms_apart_and_no_whole_number(fair: Event) -> None:
    register(
        fair,
        "Alpha Oumar Bah",
        phone="632 12 34 56",
        birth_year=1961,
        birth_approximate=True,
        precision="Diallo Piscine",
        honorific="El Hadj",
        organisation="Conseil de quartier",
    )
    (row,) = queries.search(fair, "bah")
    assert (row.full_name, row.list_name) == ("Alpha Oumar Bah", "BAH Alpha Oumar")
    assert (row.phone_tail, row.birth_year, row.birth_approximate) == ("456", 1961, True)
    assert (row.category_code, str(row.category_name), row.category_letter) == (
        *("ong", "ONG et associations", "O"),
    )
    assert (row.locality, row.precision, row.honorific) == ("Ratoma", "Diallo Piscine", "El Hadj")
    assert row.reference_shown == reference.display(row.reference)
    assert "632123456" not in repr(row)


@pytest.mark.parametrize("count", [1, 3])
def test_any_number_of_people_takes_two_queries(fair: Event, count: int) -> None:
    for number in range(count):
        register(fair, f"Kerfalla{number} Yansané")
    with recorded() as statements:
        assert len(queries.search(fair, "yansane")) == count
    assert len(statements) == 2


def test_people_come_in_the_order_asked_and_unknown_ids_are_left_out(fair: Event) -> None:
    people: list[Registration] = [register(fair, f"{n} Sylla") for n in ("Aly", "Bob", "Cé")]
    wanted = [people[2].id, 987654, people[0].id]
    assert [row.id for row in queries.people(wanted)] == [people[2].id, people[0].id]
    assert queries.people([]) == []


def test_places_are_held_by_whoever_is_expected_looked_at_or_offered_one(fair: Event) -> None:
    fair.capacity = fair.categories[0].capacity = fair.days[1].capacity = 50
    for status in Status:
        register(fair, f"{status} Sow").status = status
    register(fair, "Membre Equipe", category="staff")
    register(fair, "Jour Un", days=[fair.days[0]])
    taken = {(quota.scope, quota.key): quota.taken for quota in queries.quotas(fair)}
    ong = fair.categories[0].id
    assert taken == {("event", 0): 4, ("category", ong): 4, ("day", 2): 3}


def test_a_fair_without_limits_counts_nobody(fair: Event) -> None:
    register(fair)
    with recorded() as statements:
        assert queries.quotas(fair) == ()
    assert [s for s in statements if "FROM registration" in s] == []
