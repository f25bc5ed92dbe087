"""What the programme tells, and asks, the features above it, which it may not import.

A receiver runs inside the sender's transaction and must only add and flush.
"""

from __future__ import annotations

from blinker import Namespace

_signals = Namespace()

published = _signals.signal("programme-published")
"""A version was published, and the sessions are as it says. Sender: the flushed `Release`; keywords
`changes`, a list of `releases.changes.Change`, and `at`: the moment, in UTC."""

seats = _signals.signal("programme-seats")
"""A question: how many people have a seat at each session? Sender: the `Event`; receivers give
{code of session: people}."""

live = _signals.signal("programme-live")
"""A question: what is to be said of sessions while they go on, a score for one? Sender: the
`Event`;
receivers give {code of session: text}, short and the same in every language (« 2 – 1 »)."""
