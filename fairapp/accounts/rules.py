"""What passwords and e-mail addresses must be. Pure: text in, refusal out."""

from __future__ import annotations

import re

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l

from fairapp.core.errors import DomainError

PASSWORD_MIN = 10
PASSWORD_MAX = 256

# What lists of stolen passwords have on top and our length still lets through.
_COMMON = frozenset(
    {
        *("1234567890", "12345678910", "0123456789", "0987654321", "9876543210", "1234567891"),
        *("azertyuiop", "qwertyuiop", "motdepasse", "password12", "password123", "password1234"),
        *("passw0rd123", "motdepasse1", "motdepasse123", "azerty1234", "azerty12345"),
        *("azerty123456", "qwerty1234", "qwerty12345", "qwerty123456", "iloveyou12"),
        *("abcdefghij", "abcdefghijk", "1q2w3e4r5t", "1qaz2wsx3edc", "conakry224", "conakry2026"),
        *("guinee2026", "bonjour123", "bienvenue1", "bienvenue123", "administrateur"),
        *("administrator", "changeme123", "organiser1", "organisateur"),
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
        or plain in _COMMON
        or plain in own
        or without_digits in own
        or (without_digits == "" and len(plain) < 14)
    )


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())
