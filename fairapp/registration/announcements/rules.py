"""What an announcement may say. Pure: texts in, refusal or filled-in text out."""

from __future__ import annotations

import re

from flask_babel import lazy_gettext as _l

from fairapp.core.errors import DomainError
from fairapp.core.i18n import LANGUAGES, LocalizedText

NAME, PASS = "name", "pass"
_MARK = re.compile(r"\{([^{}]*)\}")


def check(subject: LocalizedText, body: LocalizedText) -> None:
    """Refuse placeholders that stand for nothing, an address in a subject, and a language that has
    one of both only: `placeholder`, `pass_in_subject`, `language`."""
    _check_marks(subject, "subject")
    _check_marks(body, "body")
    if PASS in _marks(subject):
        message = _l("The address of the pass belongs in the text, not in the subject.")
        raise DomainError("pass_in_subject", message, field="subject")
    written, titled = body.as_dict(), subject.as_dict()
    for code, language in LANGUAGES.items():
        if (code in written) != (code in titled):
            # Whoever reads that language would get a title in another one.
            field = "subject" if code in written else "body"
            message = _l(
                "Write this in %(language)s too: the other field has it.", language=language
            )
            raise DomainError("language", message, field=field)


def is_personal(subject: LocalizedText, body: LocalizedText) -> bool:
    """Whether each person's copy is another one."""
    return bool((_marks(subject) | _marks(body)) & {NAME, PASS})


def shows_pass(body: LocalizedText) -> bool:
    """Whether each copy opens somebody's pass."""
    return PASS in _marks(body)


def fill(text: str, *, name: str, pass_url: str) -> str:
    """`text` as one person reads it. In one go: a name that looks like a placeholder stays one."""
    values = {NAME: name, PASS: pass_url}
    return _MARK.sub(lambda mark: values.get(mark[1], mark[0]), text)


def _marks(text: LocalizedText) -> set[str]:
    return {mark for version in text.as_dict().values() for mark in _MARK.findall(version)}


def _check_marks(text: LocalizedText, field: str) -> None:
    unknown = sorted(_marks(text) - {NAME, PASS})
    if unknown:
        message = _l(
            "Nothing can be put in place of %(unknown)s. There are {name} and {pass}.",
            unknown=", ".join(f"{{{mark}}}" for mark in unknown),
        )
        raise DomainError("placeholder", message, field=field)
