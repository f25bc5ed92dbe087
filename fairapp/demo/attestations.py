"""Who signs the demonstration fair's attestations."""

from __future__ import annotations

from dataclasses import replace

from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.demo.days import before_fair
from fairapp.events.models import Event
from fairapp.reports.attestations.design import Design, Signatory
from fairapp.reports.attestations.models import AttestationDesign

SIGNATORIES = (
    Signatory(
        "Hadja Mariama Ciré Sylla",
        LocalizedText(
            fr="La présidente du comité d’organisation",
            en="Chair of the organising committee",
            ar="رئيسة لجنة التنظيم",
        ),
    ),
    Signatory(
        "Ibrahima Sory Soumah",
        LocalizedText(
            fr="Le maire de la commune d’accueil",
            en="Mayor of the host commune",
            ar="عمدة البلدية المضيفة",
        ),
    ),
)


def add_attestations(event: Event) -> None:
    """The ready-made texts, with two people who sign."""
    before, kept = Design(), replace(Design(), signatories=SIGNATORIES)
    settings = {"design": kept.as_dict(), "before": before.as_dict()}
    at = before_fair(7, "10:00")
    db.session.add(AttestationDesign(event_id=event.id, settings=settings, changed_at=at))
