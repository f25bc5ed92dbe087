"""What the list of participants holds of them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from fairapp.core.personal import Stage, holds, impersonal

holds("registration_note", _l("Notes of the team"), Stage.CONTACTS)
# Ids, and why people were declined, in words that were told to all of them.
impersonal("people_batch_person")
impersonal("people_batch")
# Filters alone: `Wish.kept` leaves out what was searched for.
impersonal("people_view")
