"""What printed programmes call the parts that people take."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from flask_babel import lazy_gettext as _l

from fairapp.programme.items import Role
from fairapp.programme.parts import PartRole

# In the order in which they are named.
ROLES = {
    PartRole.MODERATOR: _l("Moderated by"),
    PartRole.SPEAKER: _l("With"),
    PartRole.PERFORMER: _l("On the stage"),
    PartRole.INTERPRETER: _l("Interpreted by"),
    PartRole.RAPPORTEUR: _l("Rapporteur"),
    PartRole.TEAM: _l("Team"),
}


def by_role(roles: Iterable[Role]) -> list[tuple[str, list[Role]]]:
    """Who takes part, role after role and as the team arranged them, each under its word."""
    ordered = sorted(roles, key=lambda role: list(ROLES).index(PartRole(role.role)))
    grouped = groupby(ordered, key=lambda role: PartRole(role.role))
    return [(str(ROLES[role]), list(group)) for role, group in grouped]
