"""What the gates tell of one person: every scan, accepted or not, and what was undone."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from fairapp.accounts.models import User
from fairapp.badges.models import Badge
from fairapp.checkin.entries import with_duplicates
from fairapp.checkin.models import Scan, Verdict
from fairapp.checkin.words import REASONS, VERDICTS
from fairapp.core.db import db
from fairapp.registration import timeline
from fairapp.registration.models import Registration
from fairapp.registration.timeline import Moment

# Somebody scanned a thousand times is a badge that was tried out.
_MOST = 300
_ICONS = {
    Verdict.ADMITTED: "check",
    Verdict.AGAIN: "check",
    Verdict.PROVISIONAL: "check",
    Verdict.REFUSED: "cross",
    Verdict.LEFT: "out",
}


@timeline.part
def scans(registration: Registration) -> Iterator[Moment]:
    """At which gate, by whom, with what verdict; a duplicate's scans too."""
    ids = with_duplicates([registration.id])
    blank = select(Badge.id).where(Badge.registration_id.in_(ids))
    query = (
        select(Scan, User.name)
        .outerjoin(User, User.id == Scan.user_id)
        .where(
            or_(
                Scan.registration_id.in_(ids),
                Scan.registration_id.is_(None) & Scan.badge_id.in_(blank),
            )
        )
        .options(joinedload(Scan.checkpoint), joinedload(Scan.device))
        .order_by(Scan.at.desc(), Scan.id.desc())
    )
    for scan, user in db.session.execute(query.limit(_MOST)):
        who = user or (scan.device.name if scan.device else "")
        if scan.undoes_id is not None:
            yield Moment(scan.at, _("Check-in undone"), who, (scan.checkpoint.name,), "undo")
            continue
        verdict = Verdict(scan.verdict)
        # « Welcome » is for whoever stands at the gate.
        is_plain = scan.is_entry and verdict not in {Verdict.AGAIN, Verdict.PROVISIONAL}
        what = _("Let in") if is_plain else VERDICTS[verdict].word
        facts = (scan.checkpoint.name, REASONS.get(scan.reason), scan.override)
        icon = "check" if scan.is_entry else _ICONS.get(verdict, "ask")
        yield Moment(scan.at, what, who, tuple(fact for fact in facts if fact), icon)
