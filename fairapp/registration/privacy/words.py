"""Stages and tables in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from fairapp.core import personal
from fairapp.core.personal import Stage
from fairapp.registration.privacy import erasing

STAGES = {
    Stage.CONTACTS: _l("Phone numbers, e-mail addresses, needs, notes, answers"),
    Stage.MESSAGES: _l("Messages that were sent"),
    Stage.FILES: _l("Lists that were sent in, badge sheets, lists with contacts"),
    Stage.EVIDENCE: _l("Names, attendance lists and all that tells who somebody was"),
}
_OWN = {
    "registration": erasing.REGISTRATION,
    "audit_entry": erasing.TRAIL,
    "files": erasing.FILES,
    "message": erasing.MESSAGES,
}


def by_label(counts: Mapping[str, int]) -> dict[str, int]:
    """Counts by table as people read them, the largest first."""
    labels = {m.table: m.label for m in personal.mentions_of_people}
    labels |= {h.table: h.label for h in personal.holdings} | _OWN
    found: Counter[str] = Counter()
    for table, number in counts.items():
        found[str(labels.get(table, _("Other")))] += number
    return dict(found.most_common())
