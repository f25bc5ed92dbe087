"""The fair's own questions, seats at workshops and links of focal points in the demonstration."""

from collections import Counter
from datetime import timedelta

from sqlalchemy import select

from fairapp.events.models import Category
from fairapp.programme.models import Session
from fairapp.registration.feedback.models import Opinion
from fairapp.registration.models import Delegation, Registration, Status
from fairapp.registration.questions.models import Answer, Question
from fairapp.registration.signups.models import SignUp


def test_workshops_are_signed_up_for_as_planned(demo_session):
    seats = demo_session.execute(select(Session.code, SignUp.status).join(SignUp.session))
    assert Counter(tuple(row) for row in seats) == {
        ("J1-09", "seated"): 41,
        ("J2-09", "seated"): 72,
        ("J2-10", "seated"): 60,
        ("J2-10", "waiting"): 5,
    }
    open_ones = demo_session.scalars(select(Session.code).where(Session.takes_sign_up))
    assert sorted(open_ones) == ["J1-09", "J2-09", "J2-10"]


def test_nobody_has_two_seats_and_whoever_has_one_is_expected(demo_session):
    people = list(demo_session.scalars(select(Registration).join(SignUp)))
    assert len({person.id for person in people}) == 41 + 72 + 65
    assert {person.status for person in people} == {Status.CONFIRMED}


def test_answers_come_from_whom_the_question_is_for(demo_session):
    rows = list(
        demo_session.execute(
            select(Question, Category.code, Answer.text)
            .select_from(Answer)
            .join(Answer.question)
            .join(Answer.registration)
            .join(Category, Category.id == Registration.category_id)
        )
    )
    assert {question.code for question, _, _ in rows} == {"regime", "maillot"}
    for question, category, text in rows:
        assert category in (question.category_codes or [category])
        assert text in {option["code"] for option in question.options} or not question.options


def test_every_delegation_has_a_link_and_a_category(demo_session):
    found = list(demo_session.scalars(select(Delegation)))
    assert len({one.key for one in found}) == len(found) == 22
    assert all(one.category_id and one.created_at for one in found)


def test_opinions_are_of_who_was_there_and_about_what_was_over(demo_session):
    rows = list(
        demo_session.execute(
            select(Opinion, Session, Registration)
            .join(Session, Session.id == Opinion.session_id)
            .outerjoin(Registration, Registration.id == Opinion.registration_id)
        )
    )
    by_pass = [(session, person) for _, session, person in rows if person]
    assert (len(by_pass), len(rows) - len(by_pass)) == (73, 12)
    assert {session.code[:2] for _, session, _ in rows} == {"J1", "J2"}
    assert all(o.given_at >= s.ends_at - timedelta(minutes=10) for o, s, _ in rows)
    for session, person in by_pass:
        assert person.status == Status.CONFIRMED and person.created_at < session.starts_at
    written = [opinion.words for opinion, _, _ in rows if opinion.words]
    assert len(set(written)) == len(written) == 35
