"""Letters as they arrive: in each language, to whom they should, by the way that reaches them."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from fairapp.core import clock, tasks
from fairapp.core.db import db
from fairapp.core.i18n import LANGUAGES
from fairapp.core.messages import Channel, Hold, Message, MessageStatus
from fairapp.events.models import Event
from fairapp.registration import actions, letters, reference, reminders, substitution
from fairapp.registration.letters import Letter
from fairapp.registration.models import Registration, Relation, Source, Status
from tests.registration.people import AT, details, make_fair, register
from tests.services import MailSink

Db = scoped_session[Session]

PUBLIC_URL = "https://foire.example.org"
# What the pass opens, or may open; the others' letters say neither day nor code.
WITH_FACTS = {
    *(Letter.REGISTERED, Letter.APPROVED, Letter.OFFERED, Letter.PROMOTED),
    *(Letter.CHANGED, Letter.REMINDER),
}


@pytest.fixture(autouse=True)
def _public(app: Flask) -> None:
    app.config["PUBLIC_URL"] = PUBLIC_URL


def expect(fair: Event, name: str = "Mariama Diallo", **values: object) -> Registration:
    """Somebody registered long ago, of whom the outbox holds nothing any more."""
    email = values.pop("email", "m@example.org")
    person = register(fair, name, email=email, **values)  # type: ignore[arg-type]
    db.session.flush()
    db.session.query(Message).delete()
    return person


def tell(person: Registration, letter: Letter, status: Status | None = None) -> None:
    person.status = status or person.status
    letters.tell(person, letter, at=AT)


def deliver(smtp: MailSink) -> list[EmailMessage]:
    db.session.commit()
    tasks.run_pending()
    return smtp.messages


def parts(mail: EmailMessage) -> tuple[str, str]:
    plain, html = mail.iter_parts()
    assert isinstance(plain, EmailMessage) and isinstance(html, EmailMessage)
    return plain.get_content(), html.get_content()


def outbox() -> list[Message]:
    return list(db.session.scalars(select(Message).order_by(Message.id)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("letter", Letter)
def test_a_letter_arrives_whole_in_each_language(
    fair: Event, smtp: MailSink, letter: Letter, language: str
) -> None:
    person = expect(fair, language=language)
    person.offered_until = AT + timedelta(hours=48)
    tell(person, letter)
    [mail] = deliver(smtp)
    assert (mail["To"], mail["X-Recipients"]) == ("m@example.org", "m@example.org")
    assert fair.name.in_language(language) in mail["Subject"]
    direction = "rtl" if language == "ar" else "ltr"
    plain, html = parts(mail)
    assert f'<div lang="{language}" dir="{direction}"' in html
    for text in (plain, html):
        assert f"{PUBLIC_URL}/p/{person.pass_key}" in text
        assert fair.name.in_language(language) in text
        assert "Mariama Diallo" in text
        facts = (reference.display(person.reference), "Palais du Peuple")
        assert [fact in text for fact in facts] == [letter in WITH_FACTS] * 2
    assert html.count("<a ") == 1
    assert "<img" not in html and "<style" not in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_letters_read_alike(fair: Event, language: str) -> None:
    person = expect(fair, language=language)
    for status in (Status.CONFIRMED, Status.PENDING, Status.WAITING):
        tell(person, Letter.REGISTERED, status)
    for letter in set(Letter) - {Letter.REGISTERED}:
        tell(person, letter, Status.CONFIRMED)
    bodies = [message.body for message in outbox()]
    assert len(set(bodies)) == len(bodies) == len(Letter) + 2


def test_whoever_is_let_in_while_all_places_are_taken_reads_that_they_wait(fair: Event) -> None:
    person = expect(fair)
    tell(person, Letter.REGISTERED, Status.WAITING)
    tell(person, Letter.APPROVED, Status.WAITING)
    first, second = outbox()
    assert (first.subject, first.body) == (second.subject, second.body)


def test_a_refusal_says_why(fair: Event, smtp: MailSink) -> None:
    person = expect(fair)
    person.status_reason = "Un <b>seul</b> délégué par structure"
    tell(person, Letter.DECLINED, Status.DECLINED)
    plain, html = parts(deliver(smtp)[0])
    assert "Un <b>seul</b> délégué par structure" in plain
    assert "Un &lt;b&gt;seul&lt;/b&gt; délégué par structure" in html


def test_an_offer_says_until_when_on_the_fair_s_clocks(fair: Event) -> None:
    fair.timezone = "Africa/Nairobi"
    person = expect(fair, language="fr")
    person.offered_until = datetime.fromisoformat("2026-11-18T22:30:00+00:00")
    tell(person, Letter.OFFERED, Status.OFFERED)
    [message] = outbox()
    assert "jeudi 19 novembre" in message.body
    assert "01:30" in message.body


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ((1, 2, 3), "2–4 décembre 2026"),
        ((1, 3), "mercredi 2 décembre et vendredi 4 décembre"),
        ((2,), "jeudi 3 décembre"),
    ],
)
def test_a_change_says_the_days_as_they_are_now(
    fair: Event, numbers: tuple[int, ...], said: str
) -> None:
    person = expect(fair, days=[fair.days[0]] if numbers != (1,) else None)
    days = [fair.days[number - 1] for number in numbers]
    changed = details(fair, email="m@example.org", days=days, category="police")
    actions.update_details(person, changed, actor=None, at=AT)
    [message] = outbox()
    assert message.kind == Letter.CHANGED
    assert said in message.body
    assert "Police nationale" in message.body


def test_what_people_typed_is_text_and_not_markup(fair: Event, smtp: MailSink) -> None:
    fair.contact = "<i>Accueil</i> & co"
    person = expect(fair, '<script>alert("x")</script> D’Almeida & Fils')
    tell(person, Letter.REMINDER)
    plain, html = parts(deliver(smtp)[0])
    assert '<script>alert("x")</script> D’Almeida & Fils' in plain
    assert "<script" not in html and "<i>" not in html
    assert "&lt;script&gt;" in html and "D’Almeida &amp; Fils" in html


def test_a_name_makes_no_header(fair: Event, smtp: MailSink) -> None:
    tell(expect(fair, "Ann\r\nBcc: x@example.org Sow"), Letter.PROMOTED)
    [mail] = deliver(smtp)
    assert mail["Bcc"] is None
    assert mail["X-Recipients"] == "m@example.org"


def test_a_language_that_we_do_not_write_is_answered_in_french(fair: Event) -> None:
    for language in ("ff", "fr"):
        tell(expect(fair, language=language), Letter.REGISTERED)
        [message] = outbox()
        assert message.body.startswith("Bonjour Mariama Diallo,")


def test_whoever_gave_no_e_mail_gets_a_text_message(app: Flask, fair: Event) -> None:
    app.config["SMS_URL"] = "jsons://localhost/{phone}"
    person = expect(fair, "Aïssatou Diallo", email="", phone="632 12 34 56", language="en")
    tell(person, Letter.REGISTERED)
    [message] = outbox()
    assert (message.channel, message.recipient) == (Channel.SMS, "+224632123456")
    assert (message.kind, message.registration_id) == (Letter.REGISTERED, person.id)
    # An ï would make it cost twice as much.
    assert message.body == (
        f"Aissatou Diallo: You are registered for Exchange fair. {PUBLIC_URL}/p/{person.pass_key}"
    )
    assert message.status == MessageStatus.QUEUED


@pytest.mark.parametrize(
    ("phone", "sms_url"),
    [
        ("", "jsons://localhost/{phone}"),
        # It may be a stranger's, who would be given the pass.
        ("632 12 34 5", "jsons://localhost/{phone}"),
        ("632 12 34 56", ""),
    ],
)
def test_nobody_is_written_to_who_cannot_be_reached(
    app: Flask, fair: Event, phone: str, sms_url: str
) -> None:
    app.config["SMS_URL"] = sms_url
    person = expect(fair, email="", phone=phone)
    for letter in Letter:
        tell(person, letter)
    assert outbox() == []
    assert db.session.scalars(select(Registration).where(letters.reachable())).all() == []


@pytest.mark.parametrize("email", ["m@example.org", ""])
@pytest.mark.parametrize(
    ("demonstration", "url", "reason"),
    [(True, PUBLIC_URL, Hold.DEMONSTRATION), (False, "", Hold.NO_ADDRESS)],
)
def test_a_demonstration_sends_nothing_nor_do_we_without_an_address(
    app: Flask,
    fair: Event,
    smtp: MailSink,
    email: str,
    demonstration: bool,
    url: str,
    reason: Hold,
) -> None:
    app.config.update(PUBLIC_URL=url, SMS_URL="jsons://localhost/{phone}")
    fair.is_demonstration = demonstration
    person = expect(fair, email=email, phone="632 12 34 56")
    for letter in Letter:
        tell(person, letter)
    assert {(m.status, m.error) for m in outbox()} == {(MessageStatus.HELD, reason)}
    assert {m.kind for m in outbox()} == set(Letter)
    assert deliver(smtp) == []


def test_nothing_is_said_twice(fair: Event, smtp: MailSink) -> None:
    key = "3f7a2c0e-8a53-4a2f-9a4b-6f0f5a0b7c11"
    for _ in range(2):
        person = register(fair, email="m@example.org", key=key)
    for _ in range(2):
        actions.cancel(person, actor=None, at=AT)
    for _ in range(2):
        deliver(smtp)
    assert [m.kind for m in outbox()] == [Letter.REGISTERED, Letter.CANCELLED]
    assert len(smtp.messages) == 2


def test_whoever_is_replaced_hears_of_it_and_the_substitute_gets_a_pass(fair: Event) -> None:
    invitee = expect(fair)
    person = substitution.substitute(
        invitee,
        details(fair, "Aly Bah", email="aly@example.org"),
        relation=Relation.REPLACES,
        actor=None,
        at=AT,
    )
    told = {(m.recipient, m.kind, m.registration_id) for m in outbox()}
    assert told == {
        ("aly@example.org", Letter.REGISTERED, person.id),
        ("m@example.org", Letter.REPLACED, invitee.id),
    }


# -- the reminder ----------------------------------------------------------------------------------

# Nine in Conakry, two days before 2 December.
NINE = datetime.fromisoformat("2026-11-30T09:00:00+00:00")
MINUTE = timedelta(minutes=1)


def reminded(at: datetime) -> list[str]:
    """Who has a reminder in the outbox, once the worker has called at that moment."""
    db.session.commit()
    with clock.stopped(at):
        reminders.remind()
    query = select(Message.recipient).where(Message.kind == Letter.REMINDER)
    return list(db.session.scalars(query.order_by(Message.id)))


def test_a_reminder_leaves_at_nine_and_once(fair: Event, smtp: MailSink) -> None:
    person = expect(fair, days=[fair.days[1]], language="fr")
    assert reminded(NINE - MINUTE) == []
    for at in (NINE, NINE + MINUTE, NINE + timedelta(days=1)):
        assert reminded(at) == ["m@example.org"]
    with clock.stopped(NINE + timedelta(days=1)):
        [mail] = deliver(smtp)
    for text in parts(mail):
        assert "jeudi 3 décembre" in text
        assert reference.display(person.reference) in text


def test_a_reminder_that_was_missed_leaves_until_noon_of_the_first_day(fair: Event) -> None:
    expect(fair)
    noon = fair.utc(fair.days[0].date, reminders.NOON)
    assert reminded(noon) == []
    assert reminded(noon - MINUTE) == ["m@example.org"]


def test_nine_is_on_the_fair_s_clocks(fair: Event) -> None:
    fair.timezone = "Africa/Nairobi"
    expect(fair)
    assert reminded(NINE - timedelta(hours=3) - MINUTE) == []
    assert reminded(NINE - timedelta(hours=3)) == ["m@example.org"]


def test_only_those_are_reminded_who_are_expected_and_were_before(fair: Event) -> None:
    for status in Status:
        expect(fair, email=f"{status}@example.org").status = status
    late = expect(fair, email="late@example.org")
    late.status_at = NINE + MINUTE
    expect(fair, email="")
    other = make_fair("ailleurs")
    other.reminder_days = None
    expect(other, email="elsewhere@example.org")
    make_fair("sans-jours").days.clear()
    assert reminded(NINE + 2 * MINUTE) == ["confirmed@example.org"]


def test_a_reminder_on_the_first_morning(fair: Event) -> None:
    fair.reminder_days = 0
    expect(fair)
    assert reminded(NINE + timedelta(days=1)) == []
    assert reminded(NINE + timedelta(days=2)) == ["m@example.org"]


def test_many_are_reminded_in_batches(fair: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminders, "BATCH", 2)
    people = [f"p{n}@example.org" for n in range(5)]
    for email in people:
        expect(fair, email=email, source=Source.STAFF)
    assert reminded(NINE) == people


def test_the_worker_calls_it(fair: Event) -> None:
    expect(fair)
    db.session.commit()
    with clock.stopped(NINE):
        tasks.run_pending()
    assert [m.kind for m in outbox()] == [Letter.REMINDER]
