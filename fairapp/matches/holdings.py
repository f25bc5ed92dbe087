"""What a match holds of participants."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from fairapp.core.personal import Stage, holds, impersonal, mentions

_MATCH = _l("Names on the papers of a match")

holds("match_player", _MATCH, Stage.EVIDENCE, {"name": "", "may_be_named": False})
mentions("match_player", _MATCH, "name")
mentions("match_team", _MATCH, "coaches")
impersonal("match_team", "name", "short_name", "colour")
mentions("match", _MATCH, "officials")
impersonal("match", "code")
impersonal("match_incident")
