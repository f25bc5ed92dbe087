"""What passwords and e-mail addresses must be. Pure: text in, refusal out."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l

from fairapp.core.errors import DomainError
from fairapp.core.folding import fold

PASSWORD_MIN = 10
PASSWORD_MAX = 256

_COMMON = Path(__file__).with_name("common_passwords.txt")
# What people here put before a year or a row of digits; the world's list knows little of it.
_WORDS = frozenset(
    {
        *("conakry", "guinee", "guineeconakry", "kindia", "kankan", "labe", "nzerekore", "boke"),
        *("mamou", "faranah", "sylinational", "syliguinee", "foutadjallon", "jetaimemaman"),
        *("bonjour", "bienvenue", "motdepasse", "password", "passw0rd", "azerty", "azertyuiop"),
        *("qwerty", "qwertyuiop", "soleil", "doudou", "jetaime", "chouchou", "loulou", "iloveyou"),
        *("bismillah", "inchallah", "alhamdoulillah", "allahakbar", "mohamed", "fatoumata"),
        *("mamadou", "mariama", "admin", "administrateur", "administrator", "organisateur"),
        *("organiser", "changeme", "abcdefghij", "abcdefghijk"),
    }
)


def is_email(text: str) -> bool:
    """Whether this has the form of an e-mail address; no question is asked over the network."""
    try:
        validate_email(text.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return False
    return True


def check_password(password: str, *, email: str, name: str) -> None:
    """Refuse what a stranger would try first; errors `password_short`, `password_guessable`."""
    if len(password) < PASSWORD_MIN:
        raise DomainError(
            "password_short",
            _l("At least %(count)s characters; a short sentence is easiest.", count=PASSWORD_MIN),
            field="password",
        )
    if _is_guessable(password, email=email, name=name):
        raise DomainError(
            "password_guessable",
            _l("Too easy to guess. Choose something that is not a name and not a row of keys."),
            field="password",
        )


def _is_guessable(password: str, *, email: str, name: str) -> bool:
    plain = _plain(password)
    own = {_plain(email), _plain(email.partition("@")[0]), _plain(name)} - {""}
    without_digits = plain.strip("0123456789")
    return (
        len(set(plain)) < 4
        or not {plain, without_digits}.isdisjoint(own | _WORDS | _common())
        or (without_digits == "" and len(plain) < 14)
    )


@cache
def _common() -> frozenset[str]:
    lines = _COMMON.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(text))
