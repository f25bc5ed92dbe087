"""How roles are spoken of."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from fairapp.accounts.models import Role

ROLE_LABELS = {
    Role.ORGANISER: _l("Organiser"),
    Role.PROGRAMME: _l("Programme"),
    Role.RECEPTION: _l("Reception"),
    Role.SCANNER: _l("Gate"),
    Role.BADGES: _l("Badges"),
    Role.REPORTS: _l("Reports"),
    Role.FINANCE: _l("Payments"),
    Role.READER: _l("Read only"),
}
ROLE_DUTIES = {
    Role.ORGANISER: _l("everything at this fair, its team and settings included"),
    Role.PROGRAMME: _l("plans sessions and publishes the programme; sees nobody’s registration"),
    Role.RECEPTION: _l("finds people, checks them in, registers on the spot, prints a badge"),
    Role.SCANNER: _l("scans badges at an entrance; sees names and categories only"),
    Role.BADGES: _l("prints badges; sees no phone numbers"),
    Role.REPORTS: _l("reads figures, attendance lists and the live board"),
    Role.FINANCE: _l("draws up the payment list and pays; alone sees identity documents"),
    Role.READER: _l(
        "opens what an organiser opens, but no contacts or identity documents; changes nothing"
        " and takes no lists away"
    ),
}
