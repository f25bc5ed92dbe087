"""What registration tells the features above it, which it may not import.

A receiver runs inside the sender's transaction and must only add and flush.
"""

from __future__ import annotations

from blinker import Namespace

_signals = Namespace()

replaced = _signals.signal("replaced")
"""Somebody else comes in a person's place. Sender: the `Registration` whose place it was; keywords
`by`, the substitute's, and `at`."""

registered = _signals.signal("registered")
"""A person was registered. Sender: the flushed `Registration`; keyword `at`: the moment, in UTC."""

status_changed = _signals.signal("status_changed")
"""A registration stands otherwise than before. Sender: the flushed `Registration`; keywords `was`,
its status before, `since`, since when it had stood so, and `at`: the moment, in UTC."""

moved = _signals.signal("moved")
"""Somebody registered comes on other days, or in another category. Sender: the flushed
`Registration`; keyword `at`."""

arrivals = _signals.signal("arrivals")
"""A question: how many people of each delegation have come? Sender: the `Event`; receivers give
{delegation id: people}."""

attendances = _signals.signal("attendances")
"""A question: how many people were let in at the doors of sessions? Sender: the `Event`;
keyword `until`, a moment; receivers give {code of session: people}, without those where nobody was
counted."""

traces = _signals.signal("traces")
"""A question: what else hangs on these registrations? Sender: the `Event`; keyword `ids`; receivers
give {kind: {registration id: how many}}, with kinds of `duplicates.words.TRACES`."""

returned = _signals.signal("returned")
"""Whoever was replaced comes after all. Sender: the flushed `Registration`; keyword `at`."""

corrected = _signals.signal("corrected")
"""What somebody registered says has changed. Sender: the flushed `Registration`; keywords
`changed`, names of fields, `actor`, None for the person, and `at`."""

person_erased = _signals.signal("person_erased")
"""Whatever told who these people were is gone from every table. Sender: the `Event`; keywords
`ids`, of registrations, and `at`. For what is no column: lists that phones follow, pages kept."""

known = _signals.signal("known")
"""A question: what else is known of this person? Sender: the `Registration`; receivers give a list
of `sections.Section`, in the language of the page."""
