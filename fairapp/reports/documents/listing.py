"""Documents that were ordered and made, as their pages show them to whoever asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fairapp.core.access import Permission
from fairapp.core.tasks import Job
from fairapp.events.models import Event
from fairapp.reports.documents import kinds, queries
from fairapp.reports.documents.kinds import Choice, Kind
from fairapp.reports.documents.models import Report

Holds = Callable[[Permission], bool]
"""Whether whoever asks holds a permission."""


@dataclass(frozen=True, slots=True)
class Document:
    """One document and the work on it; `report` when it is done."""

    job: Job
    kind: Kind
    report: Report | None

    @property
    def choice(self) -> Choice:
        """What was asked for."""
        choice: dict[str, Any] = self.job.params["choice"]
        return choice

    @property
    def language(self) -> str:
        """The language it is in."""
        return str(self.job.params["language"])

    @property
    def purpose(self) -> str:
        """What it is for, one of `forms.PURPOSES`."""
        return str(self.job.params["purpose"])

    @property
    def note(self) -> str:
        """What was added about the purpose."""
        return str(self.job.params["note"])

    def is_open_to(self, holds: Holds) -> bool:
        """Whether somebody who holds these permissions may see it."""
        return all(holds(needed) for needed in self.kind.permissions(self.choice))


def documents(
    event: Event, holds: Holds, *, kind: Kind | None = None, limit: int = 30
) -> list[Document]:
    """The latest, the newest first, of those that whoever asks may see."""
    found = []
    for job, report in queries.jobs(event, limit=10 * limit):
        document = _document(job, report)
        if document is None or (kind is not None and document.kind is not kind):
            continue
        if document.is_open_to(holds):
            found.append(document)
        if len(found) == limit:
            break
    return found


def find_document(event: Event, job_id: int) -> Document | None:
    """One document of this fair."""
    row = queries.find_job(event, job_id)
    return _document(*row) if row else None


def _document(job: Job, report: Report | None) -> Document | None:
    # A kind may have gone since, with a newer version of the product.
    kind = kinds.find(job.params["kind"])
    return Document(job, kind, report) if kind else None
