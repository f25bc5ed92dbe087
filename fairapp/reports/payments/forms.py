"""Shapes of input: rates, a correction, how somebody is paid and known, a payment."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import format_decimal
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    Field,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, NumberRange, Optional

from fairapp.core.fields import limit
from fairapp.core.folding import ascii_digits
from fairapp.core.forms import Form, strip
from fairapp.events.models import Category, Event
from fairapp.events.text import weekday_date
from fairapp.registration import places
from fairapp.reports.payments.models import Correction, Mode, Payee, Scale
from fairapp.reports.payments.queries import REGIONS
from fairapp.reports.payments.rules import Rate, Terms, Who
from fairapp.reports.payments.words import CORRECTIONS, CURRENCIES, DOCUMENTS, MODES, UNITS, WHO

MOST = 100_000_000
"""The largest rate: more is a slip of the finger."""
# As proposed before anybody has said who is paid.
_USUALLY_NOBODY = frozenset({"autorites", "diplomatie_ptf", "medias"})


def choices(labels: Mapping[Any, Any]) -> list[SelectChoice]:
    """What a field offers, by value."""
    return [SelectChoice(value, label) for value, label in labels.items()]


class AmountField(StringField):
    """A whole number of francs, typed with or without spaces; empty is 0."""

    data: Any

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return str(format_decimal(self.data)) if self.data else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read « 400 000 », « 400.000 », « ٤٠٠٠٠٠ »."""
        typed = ascii_digits(str(valuelist[0]) if valuelist else "")
        bare = re.sub(r"[\s\u00a0\u202f]", "", typed)
        if re.fullmatch(r"\d{1,3}([.,٬]\d{3})+", bare):
            bare = re.sub(r"\D", "", bare)
        self.data = None
        if bare and not re.fullmatch(r"\d{1,12}", bare):
            raise ValueError(_l("Type an amount in whole francs, as in 50 000."))
        if int(bare or 0) > MOST:
            raise ValueError(_l("This is too much."))
        self.data = int(bare or 0)


class RatesForm(Form):
    """The fair's rates; the fields of regions and categories come with `of`."""

    currency = SelectField(_l("Currency"), choices=choices(CURRENCIES))
    unit = RadioField(_l("The daily rate is"), choices=choices(UNITS), default="day")
    home = SelectField(
        _l("Region of the fair"),
        choices=[SelectChoice(region, region) for region in places.REGIONS],
        description=_l("Who comes from another one has travelled."),
    )
    most_days = IntegerField(
        _l("Days paid at most"),
        [Optional(), NumberRange(1, 60, _l("A number from 1 to 60."))],
        description=_l("Empty: all days of presence."),
    )

    @classmethod
    def of(cls, event: Event, scale: Scale | None) -> RatesForm:
        """With what is set, or with what is usual."""
        counted = [category for category in event.categories if category.is_counted]
        fields: dict[str, Any] = {}
        for i, region in enumerate(REGIONS):
            fields[f"daily{i}"] = AmountField(_l("%(region)s: a day", region=region))
            fields[f"transport{i}"] = AmountField(
                _l("%(region)s: transport there and back", region=region)
            )
        for category in counted:
            fields[f"who{category.id}"] = SelectField(str(category.name), choices=choices(WHO))
        form: RatesForm = type("RatesFormOfFair", (cls,), fields)(data=_present(event, scale))
        form._counted = counted
        return form

    @property
    def regions(self) -> Iterator[tuple[str, Field, Field]]:
        """A row of the table each: the region, its rate for a day, its transport."""
        for i, region in enumerate(REGIONS):
            yield region, self[f"daily{i}"], self[f"transport{i}"]

    @property
    def categories(self) -> Iterator[tuple[Category, Field]]:
        """A row of the table each."""
        for category in self._counted:
            yield category, self[f"who{category.id}"]

    def terms(self) -> Terms:
        """What was typed."""
        return Terms(
            currency=self.currency.data,
            unit=self.unit.data,
            home=self.home.data,
            most_days=self.most_days.data,
            rates={
                region: Rate(daily.data, transport.data)
                for region, daily, transport in self.regions
                if daily.data or transport.data
            },
            eligible={category.code: field.data for category, field in self.categories},
        )

    _counted: list[Category]


class CorrectionForm(Form):
    """A day more, a day less, or not paid at all: with the reason."""

    kind = RadioField(_l("Correction"), choices=choices(CORRECTIONS), default=Correction.ADD)
    day = SelectField(_l("Day"))
    reason = StringField(
        _l("Reason"),
        [DataRequired(_l("Say why: an auditor will ask.")), limit(300)],
        filters=[strip],
    )

    def offer(self, event: Event) -> None:
        """The days of the fair."""
        self.day.choices = [
            SelectChoice(day.date.isoformat(), weekday_date(day.date)) for day in event.days
        ]


class IdentityForm(Form):
    """How somebody is known and paid."""

    document = SelectField(
        _l("Identity document"), choices=choices({"": "–", **DOCUMENTS}), default=""
    )
    document_number = StringField(
        _l("Number of the identity document"), [limit(40)], filters=[strip]
    )
    mode = RadioField(_l("Paid in"), choices=choices(MODES), default=Mode.CASH)
    mobile = StringField(_l("Mobile-money number"), [limit(80)], filters=[strip])

    @classmethod
    def of(cls, payee: Payee | None, *, phone: str, usual: str, **kwargs: Any) -> IdentityForm:
        """As it is kept; without anything, with the phone number that we know, and the kind of
        document that was typed last: lists come in stacks.
        """
        if payee is None:
            return cls(data={"document": usual, "mobile": phone}, **kwargs)
        names = ("document", "document_number", "mode")
        kept = {name: getattr(payee, name) for name in names}
        return cls(data={**kept, "mobile": payee.mobile_raw}, **kwargs)


class PaymentForm(Form):
    """What somebody was given; the amount is the list's."""

    paid_mode = RadioField(_l("Paid in"), choices=choices(MODES), default=Mode.CASH)
    reference = StringField(_l("Reference of the transfer"), [limit(60)], filters=[strip])
    paid_on = DateField(_l("Paid on"), [DataRequired(_l("Choose a day."))])
    paid_by = StringField(
        _l("Paid by"),
        [DataRequired(_l("Enter a name.")), limit(200)],
        filters=[strip],
    )

    def validate_paid_on(self, field: Field) -> None:
        """Years that a slip of the finger makes."""
        if field.data and not 2000 <= field.data.year <= 2200:
            raise ValidationError(_l("Choose a day."))


def _present(event: Event, scale: Scale | None) -> dict[str, Any]:
    values: dict[str, Any] = {"home": _home(event), "currency": "GNF"}
    if scale is not None:
        values = {
            "home": scale.home,
            "currency": scale.currency,
            "unit": scale.unit,
            "most_days": scale.most_days,
        }
        for i, region in enumerate(REGIONS):
            rate = scale.rates.get(region, {})
            values[f"daily{i}"] = rate.get("daily")
            values[f"transport{i}"] = rate.get("transport")
    for category in event.categories:
        usual = Who.NOBODY if category.code in _USUALLY_NOBODY else Who.EVERYBODY
        kept = scale.eligible.get(category.code, Who.NOBODY) if scale else usual
        values[f"who{category.id}"] = kept
    return values


def _home(event: Event) -> str:
    place = places.find(event.city) if event.city else None
    return place.region if place and place.region in places.REGIONS else places.REGIONS[0]
