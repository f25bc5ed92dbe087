"""The payment list as a document that can be ordered."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from fairapp.core.access import Permission
from fairapp.core.pdf_attachments import Attachment
from fairapp.core.sheets import CSV
from fairapp.core.tasks import Progress
from fairapp.events.models import Event
from fairapp.events.text import day_month
from fairapp.reports import tables
from fairapp.reports.documents import kinds
from fairapp.reports.documents.evidence import Evidence
from fairapp.reports.documents.forms import DocumentForm
from fairapp.reports.documents.kinds import Choice, Group, Kind
from fairapp.reports.documents.made import Made
from fairapp.reports.payments import pdf, queries
from fairapp.reports.payments.actions import KIND
from fairapp.reports.payments.paper import Paper, paper, table

NOW = 0


class PaymentListForm(DocumentForm):
    """Which version."""

    version = SelectField(_l("Version"), coerce=int)

    def choice(self) -> dict[str, Any]:
        """With the version's number, 0 for the list as it is now."""
        return {**super().choice(), "version": self.version.data}


@kinds.register
class PaymentListKind(Kind):
    """Who is paid what, to be signed: for whoever pays alone, as it shows identity documents."""

    key = KIND
    title = _l("Payment list")
    summary = _l(
        "Days of presence from the scans, daily rate, transport and amount of everybody who is"
        " paid, with identity document and number, totals on each page and in words, and places"
        " for all signatures."
    )
    group = Group.MONEY
    permission = Permission.HANDLE_PAYMENTS

    def is_offered(self, event: Event) -> bool:
        """Once the rates are set."""
        return bool(event.days) and queries.scale(event) is not None

    def form(self, event: Event) -> PaymentListForm:
        """The latest version is proposed."""
        form = PaymentListForm(formats=tuple(tables.MIMETYPES))
        versions = queries.statements(event)
        form.version.choices = [
            *(SelectChoice(one.number, _described(event, one.number)) for one in versions),
            SelectChoice(NOW, _described(event, NOW)),
        ]
        return form

    def describe(self, event: Event, choice: Choice) -> str:
        """`Version 2 of 5 Dec`, or the draft."""
        return _described(event, choice["version"])

    def make(self, event: Event, choice: Choice, evidence: Evidence, progress: Progress) -> Made:
        """That version, with what is known of everybody now."""
        listed, suffix = paper(event, choice["version"]), choice["format"]
        people = len(listed.rows)
        version = f"-{choice['version']}" if choice["version"] else ""
        name = f"{event.slug}-paiement{version}"
        if suffix == "pdf":
            rows = partial(tables.as_csv, table(listed))
            carried = Attachment(f"{name}.csv", CSV, rows, _("The rows of this list"))
            content = pdf.render(listed, evidence, progress=progress, attachments=[carried])
        else:
            progress(0, people)
            content = _data(listed, suffix, evidence)
        return Made(content, f"{name}.{suffix}", tables.MIMETYPES[suffix], people, listed.digest)


def _data(listed: Paper, suffix: str, evidence: Evidence) -> bytes:
    rows = table(listed)
    if suffix == "xlsx":
        return tables.as_xlsx(rows, created=evidence.data_at)
    if suffix == "csv":
        return tables.as_csv(rows)
    statement = listed.statement
    head = {
        "event": listed.event.slug,
        "number": evidence.shown_number,
        "data_at": evidence.data_at,
        "scans": evidence.scans,
        "scans_sha256": evidence.scans_digest,
        "version": statement.number if statement else None,
        "version_sha256": statement.digest if statement else None,
        "currency": listed.terms.currency,
        "people": len(listed.rows),
        "total": listed.total,
    }
    return tables.as_json(tables.Table("people", rows.columns, rows.rows), **head)


def _described(event: Event, version: int) -> str:
    if version == NOW:
        return str(_("As the scans are now, as a draft"))
    found = queries.find_statement(event, version)
    told = day_month(event.local(found.data_at).date()) if found else "–"
    return str(_("Version %(number)s of %(day)s", number=version, day=told))
