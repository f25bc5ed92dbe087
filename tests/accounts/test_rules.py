"""What passwords and e-mail addresses must be."""

from __future__ import annotations

import re

import pytest

from fairapp.accounts.passwords import new_password
from fairapp.accounts.rules import _common, _plain, check_password, is_email
from fairapp.core.errors import DomainError


@pytest.mark.parametrize(
    "password",
    [
        "une phrase simple",
        "k7mq-4xwp-9hdt",
        "كلمة مرور طويلة",
        "correct horse battery",
        "20261202-abcd",
        "conakry sous la pluie",
        "bonjour les amis de Labé",
    ],
)
def test_password_is_accepted(password: str) -> None:
    check_password(password, email="mariama@example.org", name="Mariama Bah")


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", "password_short"),
        ("neuf cara", "password_short"),
        ("aaaaaaaaaaaa", "password_guessable"),
        ("1212121212", "password_guessable"),
        ("0123456789", "password_guessable"),
        ("20261202 08", "password_guessable"),
        ("Mot de passe 123", "password_guessable"),
        ("mariama.bah", "password_guessable"),
        ("Mariama-Bah-2026", "password_guessable"),
        ("mariama@example.org", "password_guessable"),
        ("conakry-2026!", "password_guessable"),
        ("2026 N’Zérékoré", "password_guessable"),
        ("Bismillah 224", "password_guessable"),
        ("motdepasse2026", "password_guessable"),
        ("iloveyou123456", "password_guessable"),
        ("Qwerty-Uiop[]", "password_guessable"),
        ("1qaz2wsx3edc4rfv", "password_guessable"),
    ],
)
def test_password_is_refused(password: str, code: str) -> None:
    with pytest.raises(DomainError) as refusal:
        check_password(password, email="mariama@example.org", name="Mariama Bah")
    assert (refusal.value.code, refusal.value.field) == (code, "password")


def test_the_list_of_common_passwords_is_there_whole_and_none_is_refused_for_less() -> None:
    """Each line is something that nothing but the list would refuse."""
    assert len(_common()) > 1500
    assert all(line == _plain(line) and len(set(line)) >= 4 for line in _common())


def test_made_passwords_keep_to_the_rule_and_to_what_can_be_read() -> None:
    made = {new_password() for _ in range(200)}
    assert len(made) == 200
    for password in made:
        assert re.fullmatch(r"[a-hj-km-np-z2-9]{4}(-[a-hj-km-np-z2-9]{4}){2}", password)
        check_password(password, email="a@example.org", name="A")


@pytest.mark.parametrize("text", ["a@example.org", " a.b+c@example.org ", "é@example.org"])
def test_email_is_complete(text: str) -> None:
    assert is_email(text)


@pytest.mark.parametrize("text", ["", "a", "a@", "a@b@c.org", "a b@example.org", "@example.org"])
def test_email_is_not_complete(text: str) -> None:
    assert not is_email(text)
