"""The directory as a document that can be ordered."""

from __future__ import annotations

from functools import partial

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from fairapp.core.access import Permission, may
from fairapp.core.pdf_attachments import Attachment
from fairapp.core.sheets import CSV
from fairapp.core.tasks import Progress
from fairapp.events.models import Event
from fairapp.reports import tables
from fairapp.reports.directory import paper
from fairapp.reports.directory.entries import Audience, Directory, Order, directory
from fairapp.reports.directory.forms import ORDER_LABELS, DirectoryForm
from fairapp.reports.documents import kinds
from fairapp.reports.documents.evidence import Evidence
from fairapp.reports.documents.kinds import Choice, Group, Kind
from fairapp.reports.documents.made import Made
from fairapp.reports.tables import Table

FORMATS = ("pdf", "xlsx", "csv")
_AUDIENCES = {
    Audience.PARTNERS: _l("for the partners, without contacts"),
    Audience.TEAM: _l("for the organisers, with contacts"),
}


@kinds.register
class DirectoryKind(Kind):
    """Those who came and agreed; who takes the consent back is not in the next one."""

    key = "directory"
    title = _l("Directory of participants")
    summary = _l(
        "Those who came and agreed to be in it, and nothing but what they agreed to: for the"
        " partners names alone, for the organisers contacts too. Make it again before you use it:"
        " who takes the consent back is no longer there."
    )
    group = Group.PEOPLE

    def form(self, event: Event) -> DirectoryForm:
        """Who reads it, and the order."""
        form = DirectoryForm(formats=FORMATS)
        form.offer(contacts=may(Permission.SEE_CONTACTS))
        return form

    def describe(self, event: Event, choice: Choice) -> str:
        """`for the partners, without contacts · By organisation`."""
        audience, order = Audience(choice["audience"]), Order(choice["order"])
        return f"{_AUDIENCES[audience]} · {ORDER_LABELS[order]}"

    def permissions(self, choice: Choice) -> frozenset[Permission]:
        """Contacts only for who may see them."""
        more = {Permission.SEE_CONTACTS} if choice["audience"] == Audience.TEAM else set()
        return frozenset({self.permission, *more})

    def make(self, event: Event, choice: Choice, evidence: Evidence, progress: Progress) -> Made:
        """The directory as consents are now."""
        audience, suffix = Audience(choice["audience"]), str(choice["format"])
        listed = directory(event, audience, Order(choice["order"]))
        name, people = f"{event.slug}-annuaire.{suffix}", len(listed.entries)
        if suffix == "pdf":
            rows = _attached(listed, audience, evidence)
            content = paper.render(event, listed, audience, evidence, rows=rows, progress=progress)
        elif suffix == "xlsx":
            content = tables.as_xlsx(table(listed, audience), created=evidence.data_at)
        else:
            content = tables.as_csv(table(listed, audience))
        return Made(content, name, tables.MIMETYPES[suffix], people, listed.digest)


def _attached(listed: Directory, audience: Audience, evidence: Evidence) -> Attachment:
    """The same rows inside the PDF."""
    name = f"annuaire-{evidence.shown_number}.csv"
    content = partial(tables.as_csv, table(listed, audience))
    return Attachment(name, CSV, content, _("Directory of participants"))


def table(listed: Directory, audience: Audience) -> Table:
    """The same rows for a spreadsheet; without contacts no columns for them."""
    columns = {
        "family_name": _("Family name"),
        "given_names": _("Given name(s)"),
        "other_script": _("Name in another script"),
        "organisation": _("Organisation"),
        "position": _("Position"),
        "category": _("Category"),
    }
    if audience is Audience.TEAM:
        columns |= {"phone": _("Phone"), "email": _("E-mail")}
    rows = [[getattr(entry, key) for key in columns] for entry in listed.entries]
    return Table(_("Directory"), columns, rows)
