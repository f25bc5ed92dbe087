"""What an announcement may say."""

from __future__ import annotations

import pytest

from fairapp.core.errors import DomainError
from fairapp.core.i18n import LocalizedText
from fairapp.registration.announcements import rules

TEXT = LocalizedText


@pytest.mark.parametrize(
    ("subject", "body", "code", "field"),
    [
        (TEXT(fr="Bonjour {nom}"), TEXT(fr="x"), "placeholder", "subject"),
        (TEXT(fr="x"), TEXT(fr="Bonjour {Name}"), "placeholder", "body"),
        (TEXT(fr="x"), TEXT(fr="{name}", en="{}"), "placeholder", "body"),
        (TEXT(fr="{pass}"), TEXT(fr="x"), "pass_in_subject", "subject"),
        (TEXT(fr="x"), TEXT(fr="x", ar="س"), "language", "subject"),
        (TEXT(fr="x", en="x"), TEXT(fr="x"), "language", "body"),
    ],
)
def test_what_cannot_be_said_is_refused_on_its_field(
    subject: LocalizedText, body: LocalizedText, code: str, field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        rules.check(subject, body)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_braces_that_do_not_close_are_text() -> None:
    rules.check(TEXT(fr="{name} :}"), TEXT(fr="a { b, {name}, {pass}"))


@pytest.mark.parametrize(
    ("subject", "body", "is_personal"),
    [("x", "x", False), ("{name}", "x", True), ("x", "{pass}", True), ("x", "{ x", False)],
)
def test_whose_copy_it_is(subject: str, body: str, is_personal: bool) -> None:
    assert rules.is_personal(TEXT(fr=subject), TEXT(fr=body)) is is_personal


def test_a_name_that_looks_like_a_placeholder_stays_a_name() -> None:
    text = rules.fill("{name}: {pass}", name="{pass}", pass_url="https://x.example.org/p/a")
    assert text == "{pass}: https://x.example.org/p/a"
