"""What check-in holds of participants. Scans stay: they are the figures, and name nobody."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from fairapp.core.personal import MARK, Stage, holds, impersonal, mentions, settled

_REASONS = _l("Reasons typed at the gates")

# That there was a reason is a figure of the report, so a mark stays.
holds("scan", _REASONS, Stage.EVIDENCE, {"override": MARK})
mentions("scan", _REASONS, "override", whole=True)
impersonal("scan", "uuid", "direction", "method", "verdict", "reason", "device_verdict", "raw")
mentions("device", _REASONS, "name")
impersonal("device", "code", "enrolment_hash", "token_hash")
# Sealed under the badges; `listeners` seals it anew.
settled("roster_entry", "body", "digest")
impersonal("roster_entry", "code")
impersonal("tally")
