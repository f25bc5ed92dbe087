"""What the report calls its rows and columns, in the present language."""

from __future__ import annotations

from babel.numbers import format_decimal, format_percent
from flask_babel import get_locale, ngettext, pgettext
from flask_babel import gettext as _

from fairapp.core.i18n import text_direction
from fairapp.events.models import Event
from fairapp.registration.models import Sex
from fairapp.registration.places import ABROAD_REGION
from fairapp.reports.ages import UNKNOWN


def everybody() -> str:
    """What stands beside a total of persons."""
    return str(pgettext("persons", "All"))


def everybody_short() -> str:
    """The same in the head of a column."""
    return str(pgettext("column", "All"))


def once() -> str:
    """Above columns in which each person counts once, however many days."""
    return str(pgettext("column", "Each person once"))


def sex(value: str) -> str:
    """Women, men, or that it was not given."""
    labels: dict[str, str] = {Sex.FEMALE: _("Women"), Sex.MALE: _("Men")}
    return labels.get(value, str(_("Not given")))


def sex_letter(value: str) -> str:
    """`F`, `M`, where a column has no room for more."""
    labels: dict[str, str] = {Sex.FEMALE: pgettext("sex", "F"), Sex.MALE: pgettext("sex", "M")}
    return labels.get(value, "?")


def age(value: str) -> str:
    """`15–17`, which stays so among letters written from the right."""
    if value == UNKNOWN:
        return str(_("Not given"))
    mark = "\N{LEFT-TO-RIGHT MARK}" if text_direction() == "rtl" else ""
    return f"{mark}{value.replace('-', '–')}{mark}"


def region(value: str) -> str:
    """The region as it is written everywhere; who came from abroad in the reader's language."""
    if value == UNKNOWN:
        return str(_("Not given"))
    return str(_("Abroad")) if value == ABROAD_REGION else value


def categories(event: Event) -> dict[str, str]:
    """Names by code."""
    return {category.code: str(category.name) for category in event.categories}


def letters(event: Event) -> dict[str, str]:
    """What stands on a badge for each category, by code."""
    return {category.code: category.letter for category in event.categories}


def number_of_days(number: int) -> str:
    """`2 days`."""
    return str(ngettext("%(num)s day", "%(num)s days", number))


def number(value: int) -> str:
    """`1 252`, grouped as the language does."""
    return str(format_decimal(value, locale=get_locale()))


def clock(hours: float) -> str:
    """Hours since midnight as `09:30`."""
    minutes = round(hours * 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def percent(share: float) -> str:
    """`37,5 %`."""
    return str(format_percent(share, "#,##0.0 %", locale=get_locale()))
