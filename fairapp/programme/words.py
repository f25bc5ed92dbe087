"""What the programme calls things, in the reader's language."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from fairapp.programme.parts import PartRole

# In the order in which a session's people are announced; the team is behind the stage.
ROLES = {
    PartRole.MODERATOR: _l("Moderation"),
    PartRole.SPEAKER: _l("With"),
    PartRole.PERFORMER: _l("On the stage"),
    PartRole.RAPPORTEUR: _l("Rapporteur"),
    PartRole.INTERPRETER: _l("Interpretation"),
}
