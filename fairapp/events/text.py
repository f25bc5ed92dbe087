"""How pages write dates, times and what organisers typed: template filters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from babel import Locale
from babel.lists import format_list
from babel.units import format_unit
from flask import Blueprint
from flask_babel import format_date, get_locale
from flask_babel import gettext as _
from markupsafe import Markup, escape

from fairapp.core.i18n import LANGUAGES, LocalizedText, current_language
from fairapp.events.models import Event, EventDay

_NO_BREAK = "\N{NO-BREAK SPACE}"


def day_range(days: list[EventDay]) -> str:
    """« 2–4 décembre 2026 »; empty without days."""
    if not days:
        return ""
    first, last = days[0].date, days[-1].date
    end = str(format_date(last, "d MMMM y"))
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{end}"
    beginning = format_date(first, "d MMMM" if first.year == last.year else "d MMMM y")
    return f"{beginning} – {end}"


def weekday_date(day: date) -> str:
    """« mercredi 2 décembre »."""
    return str(format_date(day, "EEEE d MMMM"))


def long_date(day: date) -> str:
    """« 2 décembre 2026 »: the day before the month in each language, as in the fair's other
    dates; Babel's own for English are American."""
    return str(format_date(day, "d MMMM y"))


def full_date(day: date) -> str:
    """« mercredi 2 décembre 2026 »."""
    return str(format_date(day, "EEEE d MMMM y"))


def moment_line(moment: datetime, event: Event) -> str:
    """« 2 décembre 2026, 09:00 » on the fair's clocks."""
    local = event.local(moment)
    return f"{long_date(local.date())}{_(', ')}{local:%H:%M}"


def initial_capital(text: str) -> str:
    """For the head of a line; other capitals are left as they are (« Wednesday 2 December »)."""
    return text[:1].upper() + text[1:]


def weekday_short(day: date) -> str:
    """« mer. »."""
    return str(format_date(day, "EEE"))


def day_month(day: date) -> str:
    """« 2 déc. »."""
    return str(format_date(day, "d MMM"))


def clock_time(moment: datetime, event: Event) -> str:
    """« 09:00 » on the fair's clocks, whatever the reader's."""
    return f"{event.local(moment):%H:%M}"


def local_iso(moment: datetime, event: Event) -> str:
    """For `<time datetime>`: the fair's clocks with their offset."""
    return event.local(moment).isoformat(timespec="minutes")


def language_names(codes: Sequence[str]) -> str:
    """« français et anglais », from codes; a code that nobody knows stands as it is."""
    locale = get_locale()
    # Sign language stands in no list of languages.
    names = [_("sign language") if c == "sgn" else locale.languages.get(c, c) for c in codes]
    return format_list(names, locale=locale)


def language_name(code: str) -> LocalizedText:
    """« Français », « Anglais »: a language as it stands alone, in each of ours."""
    names = {ours: Locale(ours).languages.get(code, code) for ours in LANGUAGES}
    return LocalizedText(**{ours: name[:1].upper() + name[1:] for ours, name in names.items()})


def file_size(size: int) -> str:
    """« 340 ko », « 1,2 Mo », from bytes."""
    number: float = max(1, round(size / 1000))
    if number < 1000:
        return str(format_unit(number, "digital-kilobyte", "short", locale=get_locale()))
    return str(
        format_unit(round(number / 1000, 1), "digital-megabyte", "short", locale=get_locale())
    )


def words(text: LocalizedText | None) -> Markup:
    """What an organiser typed, escaped, marked with its language when it is not the page's."""
    if not text:
        return Markup("")
    page = current_language()
    shown = text.language_shown(page)
    written = escape(spaced(text.in_language(page)) if shown == "fr" else text.in_language(page))
    if shown == page:
        return written
    # `bdi` keeps a French title's punctuation on its own side in an Arabic line.
    return Markup('<bdi lang="{}">{}</bdi>').format(shown, written)


def paragraphs(text: LocalizedText | None) -> Markup:
    """Like `words`, in paragraphs: an empty line ends one, a line end breaks the line."""
    if not text:
        return Markup("")
    page = current_language()
    shown = text.language_shown(page)
    attribute = Markup("") if shown == page else Markup(' lang="{}" dir="auto"').format(shown)
    written = text.in_language(page).strip()
    blocks = re.split(r"\n\s*\n", spaced(written) if shown == "fr" else written)
    return Markup("\n").join(
        Markup("<p{}>{}</p>").format(
            attribute, Markup("<br>").join(escape(line) for line in block.splitlines())
        )
        for block in blocks
    )


def spaced(text: str) -> str:
    """French: no line starts with « : ; ? ! » or ends after an opening guillemet; ’ for '."""
    text = re.sub(r" (?=[:;?!»])", _NO_BREAK, text)
    text = re.sub(r"(?<=\w)'(?=\w)", "’", text)
    return text.replace("« ", "«" + _NO_BREAK)


def register(bp: Blueprint) -> None:
    """Give the filters to all templates."""
    dates = (day_range, full_date, weekday_date, long_date, weekday_short, day_month)
    times = (clock_time, local_iso, moment_line)
    others = (initial_capital, language_names, language_name, file_size, words, paragraphs)
    for function in (*dates, *times, *others):
        bp.add_app_template_filter(function, function.__name__)
