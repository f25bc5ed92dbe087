"""What events tell the features above them, which they may not import.

A receiver runs inside the sender's transaction and must only add and flush.
"""

from __future__ import annotations

from blinker import Namespace

_signals = Namespace()

event_created = _signals.signal("event-created")
"""A fair was created. Sender: the flushed `Event`; keywords `actor` and `at`, in UTC."""

fair_copied = _signals.signal("fair-copied")
"""A fair was made from an earlier one. Sender: the flushed `Event`; keywords `source`, the earlier
`Event`, `parts`, a set of `copying.Part`, `actor` and `at`, in UTC. What belongs together has the
same code in both: categories, rooms, checkpoints; and days the same number. People, scans and
messages never come along."""

limits_changed = _signals.signal("limits-changed")
"""A fair takes more people, or fewer: in all, of a category or on a day. Sender: the `Event`;
keyword `at`."""
