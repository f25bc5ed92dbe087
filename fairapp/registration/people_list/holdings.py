"""What the list of participants holds of them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from fairapp.core.personal import Stage, holds, impersonal, mentions

holds("registration_note", _l("Notes of the team"), Stage.CONTACTS)
# Why people were declined, in words that were told to all of them.
mentions("people_batch", _l("Notes of the team"), "params")
impersonal("people_batch", "act", "status", "created_by_name", "undone_by_name")
impersonal("people_batch_person")
# Filters alone: `Wish.kept` leaves out what was searched for.
impersonal("people_view")
