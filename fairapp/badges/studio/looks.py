"""From a design to what badges show of it: words in several languages, logos, the back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from flask_babel import force_locale, format_date
from flask_babel import gettext as _
from PIL import Image

from fairapp.badges.faces import Back, BackDay, BackNote, Logo, Look
from fairapp.badges.sheets import Sides
from fairapp.badges.studio.design import BackPart, Design, Part
from fairapp.badges.studio.queries import logos_of
from fairapp.core.i18n import LANGUAGES, current_language
from fairapp.core.storage import StoredFile
from fairapp.events.models import Event
from fairapp.events.text import initial_capital, spaced
from fairapp.programme.items import Item
from fairapp.programme.queries import programme


def further_languages(design: Design) -> list[str]:
    """Those that stand beside the present one."""
    return [code for code in LANGUAGES if code in design.also and code != current_language()]


def together(words: object, further: Sequence[str]) -> str:
    """`Presse · Press`: words of several languages in the present one and in further ones, each
    once.
    """
    return " · ".join(_each(lambda: str(words), further))


def look_of(event: Event, design: Design) -> Look:
    """What the design says of all badges alike, in the present language."""
    names = _each(lambda: spaced(str(event.name)), further_languages(design))
    return Look(
        sides=design.sides,
        margin=design.margin,
        more_names=tuple(names[1:]),
        logos=logos(event, design),
        large_given=design.large_given,
        shows_reference=Part.REFERENCE in design.shown,
        back=_back(event, design) if design.sides != Sides.ONE else Back(),
    )


def logos(event: Event, design: Design) -> tuple[Logo, ...]:
    """The pictures that the design puts into a heading, in their order."""
    return tuple(_logo(file) for file in logos_of(event, design.logos))


def _each(words: Callable[[], str], further: Sequence[str]) -> list[str]:
    found = [words()]
    for code in further:
        with force_locale(code):
            found.append(words())
    return [word for word in dict.fromkeys(found) if word]


def _logo(file: StoredFile) -> Logo:
    with file.open() as stored:
        png = stored.read()
        stored.seek(0)
        with Image.open(stored) as image:
            return Logo(file.key, round(image.width / image.height, 3), png)


def _back(event: Event, design: Design) -> Back:
    parts = frozenset(design.back)
    has_guide = BackPart.GUIDE in parts and design.guide
    return Back(
        programme=_programme(event) if BackPart.PROGRAMME in parts else (),
        notes=tuple(_notes(design, parts)),
        guide=design.guide if has_guide else "",
        guide_words=_("The guide") if has_guide else "",
    )


def _notes(design: Design, parts: frozenset[str]) -> Iterable[BackNote]:
    if BackPart.WIFI in parts and design.wifi_name:
        word = [_("Password: %(word)s", word=design.wifi_word)] if design.wifi_word else []
        yield BackNote(_("Wi-Fi"), (design.wifi_name, *word))
    if BackPart.EMERGENCY in parts and design.emergency:
        lines = (line.strip() for line in str(design.emergency).splitlines())
        yield BackNote(_("Emergencies"), tuple(line for line in lines if line))


def _programme(event: Event) -> tuple[BackDay, ...]:
    """What is published and will happen; what begins at one time stands on one line."""
    items = [item for item in programme(event) if not item.is_cancelled]
    by_day = {day.number: [i for i in items if i.day_number == day.number] for day in event.days}
    return tuple(
        BackDay(
            initial_capital(str(format_date(day.date, "EEEE d MMMM"))),
            str(day.theme),
            tuple(_lines(event, by_day[day.number])),
        )
        for day in event.days
    )


def _lines(event: Event, items: list[Item]) -> Iterable[tuple[str, str]]:
    for at, together_ in groupby(items, key=lambda item: item.starts_at):
        titles = dict.fromkeys(spaced(str(item.title)) for item in together_)
        yield f"{event.local(at):%H:%M}", " · ".join(titles)
