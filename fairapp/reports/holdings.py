"""What reports hold of participants: attestations, payments, and the files of documents."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from fairapp.core.db import db
from fairapp.core.personal import Stage, holds, impersonal, keeps, mentions, shows_people
from fairapp.core.storage import StoredFile
from fairapp.reports.documents.models import Report

_ATTESTATIONS = _l("Attestations")
_PAYMENTS = _l("Identity documents and numbers for payments")
_DOCUMENTS = _l("Notes about documents")
# Signed, and asked for by auditors; contacts are on them only where somebody asked for it.
_EVIDENCE = frozenset({"attendance-list", "entrance-lists"})
# Identity documents and numbers are on it always.
_WITH_NUMBERS = "payment-list"
# Figures alone.
WITHOUT_PEOPLE = frozenset({"attendance-report", "scan-log"})

holds("attestation", _ATTESTATIONS, Stage.EVIDENCE, {"name": "", "other_script": "", "reason": ""})
impersonal("attestation", "key", "number", "days", "revoked_by")
holds("attestation_name", _ATTESTATIONS, Stage.EVIDENCE)
impersonal("attestation_design")
holds("payee", _PAYMENTS, Stage.CONTACTS)
mentions("payment_adjustment", _PAYMENTS, "reason")
impersonal("payment_adjustment", "kind", "made_by_name", "withdrawn_by_name")
keeps(
    "payment_statement",
    _l("The name on payment lists that were signed: accounts are kept as long as lists are"),
    "lines",
    stage=Stage.EVIDENCE,
)
impersonal("payment_statement", "terms", "digest")
impersonal("payment_signature")
impersonal("payment_scale")
impersonal("payment", "mode", "reference", "paid_by", "entered_by_name", "withdrawn_by_name")
mentions("report", _DOCUMENTS, "choice", "title", "note", "withdrawn_reason")
impersonal(
    "report",
    *("number", "kind", "language", "scans_digest", "digest", "file_digest", "purpose"),
    *("made_by_name", "withdrawn_by_name"),
)


@shows_people
def documents(event_id: int, stages: Collection[Stage], since: datetime | None) -> Select[Any]:
    """Files of documents with people in them. Their numbers and digests stay: paper that was
    printed from them can be checked as before."""
    found = select(Report.id, Report.kind, Report.choice).where(
        Report.event_id == event_id, Report.file_id.is_not(None)
    )
    ids = [
        key
        for key, kind, choice in db.session.execute(found)
        if kind not in WITHOUT_PEOPLE and _stage(kind, choice) in stages
    ]
    query = (
        select(Report.file_id)
        .join(StoredFile, StoredFile.id == Report.file_id)
        .where(Report.id.in_(ids))
    )
    return query if since is None else query.where(StoredFile.created_at >= since)


def _stage(kind: str, choice: dict[str, object]) -> Stage:
    if kind == _WITH_NUMBERS or choice.get("contacts"):
        return Stage.CONTACTS
    return Stage.EVIDENCE if kind in _EVIDENCE else Stage.FILES
