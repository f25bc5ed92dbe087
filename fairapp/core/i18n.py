"""Languages: which one a visitor reads, its direction, and content in several of them.

French unless the visitor chose otherwise (docs/decisions: browsers sold in Guinea often announce
English to people who read French). The choice is a cookie, set by any link with `?lang=`. Programs
that ask the API have no cookie and mean what they announce; our own scanner says who it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from babel import Locale
from flask import Flask, Response, has_request_context, request
from flask_babel import Babel, get_locale
from sqlalchemy import JSON, Dialect
from sqlalchemy.types import TypeDecorator

from fairapp.core import cookies

LANGUAGES = {"fr": "Français", "en": "English", "ar": "العربية"}
DEFAULT = "fr"
RIGHT_TO_LEFT = frozenset({"ar"})
COOKIE = "lang"
_API, _OWN_SCRIPT = "/api/v", "X-Fair-App"
# Made once: reading one from its name looks for its file, at every request.
_LOCALES = {code: Locale(code) for code in LANGUAGES}


@dataclass(frozen=True)
class LocalizedText:
    """A text that organisers type, in any of three languages; falls back to one that is there."""

    fr: str = ""
    en: str = ""
    ar: str = ""

    def in_language(self, code: str) -> str:
        """The text in `code`, else French, English or Arabic, whichever exists first."""
        return getattr(self, code, "") or self.fr or self.en or self.ar

    def language_shown(self, code: str) -> str:
        """The language of what `in_language` gives, for the `lang` attribute."""
        return next((c for c in (code, *LANGUAGES) if getattr(self, c, "")), code)

    def __str__(self) -> str:
        return self.in_language(current_language())

    def __bool__(self) -> bool:
        return bool(self.fr or self.en or self.ar)

    def as_dict(self) -> dict[str, str]:
        """Only the languages that have a text."""
        return {c: getattr(self, c) for c in LANGUAGES if getattr(self, c)}


class Localized(TypeDecorator[LocalizedText]):
    """Column type of `LocalizedText`, a JSON object by language code."""

    impl = JSON
    cache_ok = True

    def process_bind_param(
        self, value: LocalizedText | Mapping[str, str] | None, dialect: Dialect
    ) -> dict[str, str] | None:
        if isinstance(value, Mapping):
            value = LocalizedText(**value)
        return value.as_dict() if value is not None else None

    def process_result_value(self, value: Any, dialect: Dialect) -> LocalizedText | None:
        return None if value is None else LocalizedText(**value)


@lru_cache(maxsize=4096)
def read_localized(text: str) -> LocalizedText:
    """What a column of `Localized` holds, cast to text: for reads that would parse it each time."""
    return LocalizedText(**json.loads(text))


class LanguageLink(NamedTuple):
    """One entry of the language switch."""

    code: str
    label: str
    url: str
    is_current: bool


babel = Babel()


def init_app(app: Flask) -> None:
    """Choose the language of each request and give templates what they need of it."""
    app.config["BABEL_DEFAULT_LOCALE"] = DEFAULT
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    babel.init_app(app, locale_selector=_select_language)
    app.jinja_env.filters["loc"] = localized
    app.jinja_env.globals.update(
        LANGUAGES=LANGUAGES,
        text_direction=text_direction,
        lang_links=lang_links,
        current_language=current_language,
    )
    app.after_request(_remember_language)


def current_language() -> str:
    """Language code of the present request or task: fr, en or ar."""
    locale = get_locale()
    return locale.language if locale is not None else DEFAULT


def localized(text: LocalizedText | None) -> str:
    """Template filter: the text in the visitor's language, empty when there is none."""
    return str(text) if text is not None else ""


def text_direction(language: str | None = None) -> str:
    """`ltr` or `rtl`."""
    return "rtl" if (language or current_language()) in RIGHT_TO_LEFT else "ltr"


def lang_links() -> list[LanguageLink]:
    """The present page in each language, its other query parameters kept."""
    kept = [(k, v) for k, v in request.args.items(multi=True) if k != "lang"]
    # Quoted, and with one slash: browsers take a second one, or a backslash, for another site.
    path = "/" + quote(request.path).lstrip("/")
    return [
        LanguageLink(
            code,
            label,
            f"{path}?{urlencode([*kept, ('lang', code)])}",
            code == current_language(),
        )
        for code, label in LANGUAGES.items()
    ]


def remember_language(response: Response, code: str) -> None:
    """Show this browser our pages in that language from now on."""
    cookies.remember(response, COOKIE, code, seconds=365 * 24 * 3600)


def _select_language() -> Locale:
    if not has_request_context():
        return _LOCALES[DEFAULT]
    for code in (request.args.get("lang"), cookies.remembered(COOKIE)):
        if code in _LOCALES:
            return _LOCALES[code]
    if request.path.startswith(_API) and _OWN_SCRIPT not in request.headers:
        return _LOCALES[request.accept_languages.best_match(list(LANGUAGES)) or DEFAULT]
    return _LOCALES[DEFAULT]


def _remember_language(response: Response) -> Response:
    code = request.args.get("lang")
    if code in LANGUAGES and cookies.remembered(COOKIE) != code:
        remember_language(response, str(code))
    return response
