"""An announcement on its way: to a filtered group over real SMTP, once each, whatever happens."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import select

from fairapp.core import tasks as jobs
from fairapp.core.audit import AuditEntry
from fairapp.core.db import db, transaction
from fairapp.core.errors import DomainError
from fairapp.core.messages import Channel, Hold, Message, MessageStatus
from fairapp.core.tasks import Job, JobStatus
from fairapp.events.models import Event
from fairapp.registration import history
from fairapp.registration.announcements import actions, tasks
from fairapp.registration.announcements.audience import Audience
from fairapp.registration.announcements.models import Announcement
from fairapp.registration.models import Status
from fairapp.registration.signups import actions as seats
from tests.registration.announcements.saying import announce, outbox
from tests.registration.people import AT, make_fair, register
from tests.registration.signups.workshops import add_workshop
from tests.services import MailSink

PUBLIC_URL = "https://foire.example.org"


@pytest.fixture(autouse=True)
def _set_up(app: Flask) -> None:
    app.config.update(PUBLIC_URL=PUBLIC_URL, SMS_URL="")


def work() -> None:
    db.session.commit()
    # What writes the messages starts what sends them.
    while jobs.run_pending():
        pass


def run_again(announcement: Announcement) -> None:
    """As after a worker that died when all was done but its own word."""
    db.session.commit()
    with transaction():
        job = db.session.get_one(Job, announcement.job_id)
        job.status, job.attempts = JobStatus.QUEUED, 0
    jobs.run_pending()


def recipients() -> list[str]:
    return [message.recipient for message in outbox()]


def parts(mail: EmailMessage) -> tuple[str, str]:
    plain, html = mail.iter_parts()
    assert isinstance(plain, EmailMessage) and isinstance(html, EmailMessage)
    return plain.get_content(), html.get_content()


def test_a_filtered_group_gets_it_once_even_when_the_work_is_done_twice(
    fair: Event, smtp: MailSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "BATCH", 2)
    for n in range(5):
        register(fair, f"Aly Bah{n}", email=f"p{n}@example.org", category="police")
    register(fair, "Autre Sow", email="other@example.org")
    elsewhere = make_fair("ailleurs")
    register(elsewhere, "Loin Sow", email="far@example.org", category="police")
    db.session.query(Message).delete()
    announcement = announce(
        fair, "Bonjour {name}, votre pass : {pass}", audience=Audience(categories=("police",))
    )
    work()
    run_again(announcement)
    jobs.run_pending()
    assert [mail["To"] for mail in smtp.messages] == [f"p{n}@example.org" for n in range(5)]
    assert {m.status for m in outbox()} == {MessageStatus.SENT}
    assert announcement.recipients == 5
    job = db.session.get_one(Job, announcement.job_id)
    assert (job.status, job.done, job.total) == (JobStatus.DONE, 5, 5)


def test_each_reads_their_own_name_pass_and_language(fair: Event, smtp: MailSink) -> None:
    one = register(fair, "<b>Aly</b> Bah", email="a@example.org", language="en")
    other = register(fair, "Ann Sow", email="b@example.org", language="ar")
    db.session.query(Message).delete()
    body = "Bonjour {name},\nà demain.\n\nVotre pass : {pass}"
    announcement = announce(fair, body, en="Hello {name}: {pass} & <i>more</i>")
    work()
    english, french = smtp.messages
    plain, html = parts(english)
    assert plain.splitlines()[0] == (
        f"Hello <b>Aly</b> Bah: {PUBLIC_URL}/p/{one.pass_key} & <i>more</i>"
    )
    assert "<i>" not in html and "&lt;b&gt;Aly&lt;/b&gt; Bah" in html
    assert f'<a href="{PUBLIC_URL}/p/{one.pass_key}">' in html
    # No Arabic was written: French, marked as such.
    plain, html = parts(french)
    assert plain.splitlines()[:3] == ["Bonjour Ann Sow,", "à demain.", ""]
    assert f"/p/{other.pass_key}" in plain
    assert '<html lang="fr" dir="ltr">' in html and "Bonjour Ann Sow,<br>à demain." in html
    assert english["Subject"] == announcement.subject.en


def test_what_is_the_same_for_all_goes_to_an_address_once(
    app: Flask, fair: Event, smtp: MailSink
) -> None:
    app.config["SMS_URL"] = "jsons://localhost/{phone}"
    people = [
        register(fair, "Aly Bah", email="m@example.org"),
        register(fair, "Ann Bah", email="M@Example.org"),
        register(fair, "Ali Sow", phone="632 12 34 56"),
        register(fair, "Oumou Sow", phone="632 12 34 56"),
    ]
    db.session.query(Message).delete()
    announcement = announce(fair, "La fête est à 16 h.")
    work()
    run_again(announcement)
    assert recipients() == ["m@example.org", "+224632123456"]
    # An ê would make it cost twice as much.
    assert outbox()[1].body == "Le match est déplacé\nLa fete est à 16 h."
    # Whoever shares it finds it among their own.
    assert all(len(history.messages_of(person)) == 1 for person in people)

    announce(fair, "Bonjour {name}", key="c1d3a2f0-0a53-4a2f-9a4b-6f0f5a0b7c22")
    work()
    assert recipients()[2:] == ["m@example.org", "M@Example.org", *["+224632123456"] * 2]
    assert len(history.messages_of(people[1])) == 2


def test_each_filter_leaves_the_others_out(fair: Event) -> None:
    workshop = add_workshop(fair)
    first, last = fair.days[0], fair.days[2]
    a = register(fair, "Ann Bah", email="a@example.org", days=[first], language="man")
    b = register(fair, "Bob Bah", email="b@example.org", days=[last], language="en")
    register(fair, "Cam Bah", email="c@example.org", language="ar").status = Status.WAITING
    register(fair, "Dan Bah", email="d@example.org").status = Status.MERGED
    seats.sign_up(a, workshop, actor=None, at=AT)
    seats.sign_up(b, workshop, actor=None, at=AT)
    seats.give_up(b, workshop, actor=None, at=AT)
    everybody = tuple(Status)
    for audience, expected in (
        (Audience(), "ab"),
        (Audience(standings=everybody), "abc"),
        (Audience(standings=("waiting",)), "c"),
        (Audience(days=(1,)), "a"),
        (Audience(everybody, languages=("fr",)), "a"),
        (Audience(everybody, languages=("en", "ar")), "bc"),
        (Audience(session="J1-05"), "a"),
    ):
        db.session.query(Message).delete()
        db.session.query(Announcement).delete()
        announce(fair, audience=audience)
        work()
        assert recipients() == [f"{letter}@example.org" for letter in expected], audience


def test_whoever_registers_afterwards_is_not_written_to(fair: Event) -> None:
    register(fair, email="a@example.org")
    announce(fair)
    register(fair, "Ann Sow", email="b@example.org", at=AT + timedelta(seconds=1))
    work()
    assert recipients() == ["a@example.org"]


def test_the_same_page_sends_once_and_other_words_are_refused(fair: Event) -> None:
    register(fair, email="a@example.org")
    assert announce(fair).id == announce(fair).id
    with pytest.raises(DomainError) as refused:
        announce(fair, "D’autres mots")
    assert refused.value.code == "sent_before"
    work()
    assert recipients() == ["a@example.org"]
    acts = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "announcement.sent"))
    [entry] = acts
    assert entry.details["people"] == 1


def test_nobody_is_refused(fair: Event) -> None:
    with pytest.raises(DomainError) as refused:
        announce(fair)
    assert refused.value.code == "nobody"
    assert db.session.scalars(select(Announcement)).all() == []


def test_taken_back_while_it_is_written_it_is_not_written_on(
    fair: Event, smtp: MailSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "BATCH", 2)
    for n in range(5):
        register(fair, f"Aly Bah{n}", email=f"p{n}@example.org")
    db.session.query(Message).delete()
    announcement = announce(fair)
    db.session.commit()
    key, job_id = announcement.id, announcement.job_id
    assert job_id is not None
    last, count = tasks._write_some(job_id, key, after=0)
    assert count == 2
    with transaction():
        assert actions.take_back(announcement, actor=None, at=AT) == 2
    assert tasks._write_some(job_id, key, after=last or 0) == (None, 0)
    work()
    assert [m.status for m in outbox()] == [MessageStatus.CANCELLED] * 2
    assert smtp.messages == []


def test_what_failed_is_sent_again_and_the_rest_stays_sent(fair: Event, smtp: MailSink) -> None:
    for name in ("a", "b"):
        register(fair, f"{name} Bah", email=f"{name}@example.org")
    db.session.query(Message).delete()
    smtp.refused["a@example.org"] = "550 no such user"
    announcement = announce(fair)
    work()
    assert [m.status for m in outbox()] == [MessageStatus.FAILED, MessageStatus.SENT]
    smtp.refused.clear()
    with transaction():
        assert actions.send_again(announcement, actor=None, at=AT) == 1
    work()
    assert [mail["To"] for mail in smtp.messages] == ["b@example.org", "a@example.org"]


def test_work_that_failed_is_gone_on_with(fair: Event, smtp: MailSink) -> None:
    register(fair, email="a@example.org")
    announcement = announce(fair)
    db.session.get_one(Job, announcement.job_id).status = JobStatus.FAILED
    work()
    assert recipients() == []
    actions.resume(announcement, actor=None, at=AT)
    work()
    actions.resume(announcement, actor=None, at=AT)
    work()
    assert recipients() == ["a@example.org"]


@pytest.mark.parametrize(
    ("demonstration", "url", "body", "held"),
    [
        (True, PUBLIC_URL, "x", Hold.DEMONSTRATION),
        (False, "", "{pass}", Hold.NO_ADDRESS),
        (False, "", "x", None),
    ],
)
def test_a_demonstration_holds_it_and_so_does_an_unknown_address(
    app: Flask,
    fair: Event,
    smtp: MailSink,
    demonstration: bool,
    url: str,
    body: str,
    held: Hold | None,
) -> None:
    app.config["PUBLIC_URL"] = url
    fair.is_demonstration = demonstration
    register(fair, email="a@example.org")
    db.session.query(Message).delete()
    announcement = announce(fair, body)
    work()
    with transaction():
        assert actions.send_again(announcement, actor=None, at=AT) == 0
    work()
    [message] = outbox()
    status = MessageStatus.HELD if held else MessageStatus.SENT
    assert (message.status, message.error) == (status, held or "")
    assert len(smtp.messages) == (held is None)
    assert message.channel == Channel.EMAIL
