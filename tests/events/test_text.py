"""Dates, times and typed words as pages write them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask_babel import force_locale

from fairapp.core.i18n import LocalizedText
from fairapp.events import text
from fairapp.events.models import Event, EventDay

NBSP = "\N{NO-BREAK SPACE}"


def days(*dates: date) -> list[EventDay]:
    return [EventDay(number=n, date=d) for n, d in enumerate(dates, 1)]


@pytest.mark.parametrize(
    ("language", "dates", "expected"),
    [
        ("fr", (date(2026, 12, 2), date(2026, 12, 4)), "2–4 décembre 2026"),
        ("en", (date(2026, 12, 2), date(2026, 12, 4)), "2–4 December 2026"),
        ("ar", (date(2026, 12, 2), date(2026, 12, 4)), "2–4 ديسمبر 2026"),
        ("fr", (date(2026, 12, 2),), "2 décembre 2026"),
        ("fr", (date(2026, 11, 30), date(2026, 12, 2)), "30 novembre – 2 décembre 2026"),
        ("fr", (date(2026, 12, 31), date(2027, 1, 2)), "31 décembre 2026 – 2 janvier 2027"),
        ("fr", (), ""),
    ],
)
def test_day_range(app: Flask, language: str, dates: tuple[date, ...], expected: str) -> None:
    with app.test_request_context(), force_locale(language):
        assert text.day_range(days(*dates)) == expected


def test_clock_time_is_the_fairs_and_not_the_servers() -> None:
    event = Event(timezone="Africa/Nairobi")
    moment = datetime(2026, 12, 2, 22, 30, tzinfo=UTC)
    assert text.clock_time(moment, event) == "01:30"
    assert text.local_iso(moment, event) == "2026-12-03T01:30+03:00"


def test_language_names_in_the_readers_language(app: Flask) -> None:
    with app.test_request_context(), force_locale("fr"):
        assert text.language_names(["fr", "en"]) == "français et anglais"
        assert text.language_names(["zz9"]) == "zz9"


def test_words_are_escaped(app: Flask) -> None:
    with app.test_request_context(), force_locale("fr"):
        assert text.words(LocalizedText(fr="<b>Théâtre</b>")) == "&lt;b&gt;Théâtre&lt;/b&gt;"


def test_words_in_another_language_say_so(app: Flask) -> None:
    with app.test_request_context(), force_locale("ar"):
        assert text.words(LocalizedText(fr="Théâtre")) == '<bdi lang="fr">Théâtre</bdi>'
        assert text.words(LocalizedText(fr="Théâtre", ar="مسرح")) == "مسرح"
        assert text.words(None) == ""


def test_paragraphs_keep_lines_and_escape(app: Flask) -> None:
    typed = LocalizedText(fr="Un\r\ndeux\n\n<trois>\n")
    with app.test_request_context(), force_locale("fr"):
        assert text.paragraphs(typed) == "<p>Un<br>deux</p>\n<p>&lt;trois&gt;</p>"
    with app.test_request_context(), force_locale("ar"):
        assert text.paragraphs(LocalizedText(fr="Un")) == '<p lang="fr" dir="auto">Un</p>'


def test_french_spaces_do_not_break() -> None:
    typed = "Théâtre-forum : « C'est chez nous » !"
    shown = f"Théâtre-forum{NBSP}: «{NBSP}C’est chez nous{NBSP}»{NBSP}!"
    assert text.spaced(typed) == shown
